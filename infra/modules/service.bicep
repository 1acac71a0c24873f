param location string
param name string
param tenantId string
param registryName string
param image string
param subnetId string

@description('Address of the database, without a password.')
param databaseUrl string

@description('Key vault URL of the secret that holds RECORD_KEY.')
param recordKeySecret string

param hostIdentityId string
param hostPrincipalId string
param hostClientId string
param botIdentityId string
param botClientId string
param readerIdentityId string
param readerClientId string

@description('What Airlock may write by supported APIs, and the identity that does; all three are empty where nothing is.')
param changeKinds string
param writerIdentityId string
param writerClientId string

param settings object

@description('The storage of the environment that holds the file of checkpoints for all instances; empty where only one runs.')
param witnessStorage string
param minReplicas int

var port = 3978

// Health and metrics: the ingress does not lead there.
var opsPort = 3980

// AcrPull
var pullImages = subscriptionResourceId('Microsoft.Authorization/roleDefinitions', '7f951dda-4ed3-4680-a7ca-43fe172d538d')

resource registry 'Microsoft.ContainerRegistry/registries@2023-07-01' existing = {
  name: registryName
}

resource mayPull 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: registry
  name: guid(registry.id, hostPrincipalId, pullImages)
  properties: {
    principalId: hostPrincipalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: pullImages
  }
}

resource logs 'Microsoft.OperationalInsights/workspaces@2023-09-01' = {
  name: '${name}-logs'
  location: location
  properties: {
    sku: {
      name: 'PerGB2018'
    }
    retentionInDays: 90
  }
}

resource appEnvironment 'Microsoft.App/managedEnvironments@2024-03-01' = {
  name: '${name}-env'
  location: location
  properties: {
    appLogsConfiguration: {
      destination: 'log-analytics'
      logAnalyticsConfiguration: {
        customerId: logs.properties.customerId
        sharedKey: logs.listKeys().primarySharedKey
      }
    }
    vnetConfiguration: {
      infrastructureSubnetId: subnetId
      internal: false
    }
    workloadProfiles: [
      {
        name: 'Consumption'
        workloadProfileType: 'Consumption'
      }
    ]
  }
}

resource app 'Microsoft.App/containerApps@2024-03-01' = {
  name: name
  location: location
  dependsOn: [mayPull]
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: union(
      {
        '${hostIdentityId}': {}
        '${botIdentityId}': {}
        '${readerIdentityId}': {}
      },
      empty(changeKinds) ? {} : { '${writerIdentityId}': {} }
    )
  }
  properties: {
    environmentId: appEnvironment.id
    workloadProfileName: 'Consumption'
    configuration: {
      activeRevisionsMode: 'Single'
      // From inside the environment alone; the route below leads one path here from outside.
      ingress: {
        external: false
        targetPort: port
        transport: 'http'
        allowInsecure: false
      }
      registries: [
        {
          server: registry.properties.loginServer
          identity: hostIdentityId
        }
      ]
      secrets: [
        {
          name: 'record-key'
          keyVaultUrl: recordKeySecret
          identity: hostIdentityId
        }
      ]
    }
    template: {
      // Longer than a call to Defender may take: what is being written is finished.
      terminationGracePeriodSeconds: 60
      containers: [
        {
          name: 'airlock'
          image: '${registry.properties.loginServer}/${image}'
          resources: {
            cpu: json('0.5')
            memory: '1Gi'
          }
          env: concat(
            [
              { name: 'TENANT_ID', value: tenantId }
              { name: 'BOT_APP_ID', value: botClientId }
              { name: 'BOT_APP_TYPE', value: 'UserAssignedMSI' }
              { name: 'GRAPH_CREDENTIAL', value: 'managed-identity' }
              { name: 'GRAPH_CLIENT_ID', value: readerClientId }
              { name: 'DEFENDER_CONNECTOR', value: 'guided' }
              { name: 'DATABASE_URL', value: databaseUrl }
              { name: 'DATABASE_CLIENT_ID', value: hostClientId }
              { name: 'RECORD_KEY', secretRef: 'record-key' }
              { name: 'PORT', value: string(port) }
              { name: 'OPS_PORT', value: string(opsPort) }
              { name: 'OPS_HOST', value: '0.0.0.0' }
            ],
            empty(changeKinds) ? [] : [
              { name: 'CHANGE_KINDS', value: changeKinds }
              { name: 'WRITE_CREDENTIAL', value: 'managed-identity' }
              { name: 'WRITE_CLIENT_ID', value: writerClientId }
            ],
            empty(witnessStorage) ? [] : [
              { name: 'AUDIT_WITNESS_FILE', value: '/witness/airlock.checkpoints' }
            ],
            map(items(settings), setting => { name: setting.key, value: setting.value })
          )
          volumeMounts: empty(witnessStorage) ? [] : [
            { volumeName: 'witness', mountPath: '/witness' }
          ]
          probes: [
            {
              type: 'Startup'
              httpGet: { path: '/healthz', port: opsPort }
              periodSeconds: 2
              failureThreshold: 30
            }
            {
              type: 'Liveness'
              httpGet: { path: '/healthz', port: opsPort }
              periodSeconds: 10
              timeoutSeconds: 5
              failureThreshold: 3
            }
            {
              type: 'Readiness'
              httpGet: { path: '/readyz', port: opsPort }
              periodSeconds: 5
              timeoutSeconds: 5
              failureThreshold: 3
            }
          ]
        }
      ]
      // The user of the image, nobody else may write, and what another instance noted shows at once.
      volumes: empty(witnessStorage) ? [] : [
        {
          name: 'witness'
          storageType: 'AzureFile'
          storageName: witnessStorage
          mountOptions: 'uid=65532,gid=65532,file_mode=0644,dir_mode=0755,actimeo=0'
        }
      ]
      // Never none: a start takes longer than Teams waits, which then sends the message again. One, where no file of
      // checkpoints is shared: what one instance alone committed, a withdrawal too, the database's owner could cut off
      // unseen by the others.
      scale: {
        minReplicas: empty(witnessStorage) ? 1 : minReplicas
        maxReplicas: empty(witnessStorage) ? 1 : max(minReplicas, 3)
        rules: [
          {
            name: 'requests'
            http: {
              metadata: { concurrentRequests: '50' }
            }
          }
        ]
      }
    }
  }
}

// Teams calls from the internet: who calls is checked by the token of each call. No other path leads in.
resource route 'Microsoft.App/managedEnvironments/httpRouteConfigs@2025-07-01' = {
  parent: appEnvironment
  name: '${name}bot'
  properties: {
    rules: [
      {
        description: 'What Teams calls, and nothing else'
        routes: [
          {
            match: {
              path: '/api/messages'
              caseSensitive: true
            }
          }
        ]
        targets: [
          {
            containerApp: app.name
          }
        ]
      }
    ]
  }
}

output host string = route.properties.fqdn
