// PostgreSQL, not SQLite on a share: SQLite's locks and its write-ahead log need one machine's own disk. On a network share two writers
// can both believe that they hold the lock, and an acknowledged commit can be lost.
param location string
param name string
param tenantId string

@secure()
param password string

@secure()
param recordKey string

param subnetId string
param zoneId string

@description('The identity that may read the address of the database.')
param readerPrincipalId string

var user = 'airlock'
var databaseName = 'airlock'

// Key Vault Secrets User
var secretsUser = subscriptionResourceId('Microsoft.Authorization/roleDefinitions', '4633458b-17de-408a-b874-0445c86b69e6')

resource server 'Microsoft.DBforPostgreSQL/flexibleServers@2024-08-01' = {
  name: '${name}-db-${uniqueString(resourceGroup().id)}'
  location: location
  sku: {
    name: 'Standard_B1ms'
    tier: 'Burstable'
  }
  properties: {
    version: '16'
    administratorLogin: user
    administratorLoginPassword: password
    authConfig: {
      activeDirectoryAuth: 'Disabled'
      passwordAuth: 'Enabled'
    }
    storage: {
      storageSizeGB: 32
      autoGrow: 'Enabled'
    }
    backup: {
      backupRetentionDays: 35
      geoRedundantBackup: 'Disabled'
    }
    network: {
      delegatedSubnetResourceId: subnetId
      privateDnsZoneArmResourceId: zoneId
    }
    highAvailability: {
      mode: 'Disabled'
    }
  }
}

resource database 'Microsoft.DBforPostgreSQL/flexibleServers/databases@2024-08-01' = {
  parent: server
  name: databaseName
  properties: {
    charset: 'UTF8'
    collation: 'en_US.utf8'
  }
}

resource vault 'Microsoft.KeyVault/vaults@2023-07-01' = {
  name: '${name}-${uniqueString(resourceGroup().id)}'
  location: location
  properties: {
    tenantId: tenantId
    sku: {
      family: 'A'
      name: 'standard'
    }
    enableRbacAuthorization: true
    enablePurgeProtection: true
    softDeleteRetentionInDays: 90
  }
}

resource url 'Microsoft.KeyVault/vaults/secrets@2023-07-01' = {
  parent: vault
  name: 'database-url'
  properties: {
    value: 'postgres://${user}:${uriComponent(password)}@${server.properties.fullyQualifiedDomainName}:5432/${database.name}?sslmode=verify-full'
  }
}

// Whoever administers the database needs no right to it: with the key they could forge entries of the record.
resource key 'Microsoft.KeyVault/vaults/secrets@2023-07-01' = {
  parent: vault
  name: 'record-key'
  properties: {
    value: recordKey
  }
}

resource mayRead 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: vault
  name: guid(vault.id, readerPrincipalId, secretsUser)
  properties: {
    principalId: readerPrincipalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: secretsUser
  }
}

@description('Where the address is kept; not the address.')
output urlSecret string = url.properties.secretUri

@description('Where the key of the record is kept; not the key.')
output recordKeySecret string = key.properties.secretUri
