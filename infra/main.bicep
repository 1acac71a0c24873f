metadata description = 'Airlock for one tenant: the bot, its service, its database and the identities they act as.'

targetScope = 'resourceGroup'

@description('Where everything runs but the registration of the bot, which is global.')
param location string = resourceGroup().location

@description('Every name begins with it: small letters and digits.')
@minLength(3)
@maxLength(10)
param name string = 'airlock'

@description('The Entra tenant that is served.')
param tenantId string = subscription().tenantId

@description('A container registry in this resource group.')
param registryName string

@description('The repository of the image in it.')
param imageName string = 'airlock'

@description('Which image, by its digest: sha256: and 64 hex digits. A tag can be moved to another image; a digest cannot.')
@minLength(71)
@maxLength(71)
param imageDigest string

@description('Whether the registry is of the plan Premium, which alone has private endpoints. Then turn off its public network access.')
param registryIsPremium bool = false

@description('Who owns the tables of the database: object id and name of an Entra group or user. The service does not.')
param databaseAdminId string
param databaseAdminName string

@allowed(['Group', 'User'])
param databaseAdminType string = 'Group'

@description('The key that signs the record: PEM, as `npm run airlock -- record-key` makes it. It is kept in the key vault and nowhere else.')
@secure()
param recordKey string

@description('More settings of the service, variable -> text; never a secret.')
param settings object = {}

@description('What Airlock may write by Microsoft\'s supported APIs (docs/settings.md, CHANGE_KINDS); empty for nothing. An identity of its own writes.')
param changeKinds string = ''

@description('A storage of the Container Apps environment, on a share of files, for the file of checkpoints (infra/README.md). Without one a single instance runs: of what one alone committed, several would not know.')
param witnessStorage string = ''

@description('How many instances run at least, where there is such a share; up to three run, or as many as this.')
@minValue(1)
param minReplicas int = 1

// What the bot is to Teams. It has no permission at all.
resource botIdentity 'Microsoft.ManagedIdentity/userAssignedIdentities@2023-01-31' = {
  name: '${name}-bot'
  location: location
}

// What asks Graph and Defender. Its permissions are high, so it is neither the bot nor the host.
resource readerIdentity 'Microsoft.ManagedIdentity/userAssignedIdentities@2023-01-31' = {
  name: '${name}-reader'
  location: location
}

// What writes by supported APIs; there is none where nothing is switched on. The identity that reads never writes.
resource writerIdentity 'Microsoft.ManagedIdentity/userAssignedIdentities@2023-01-31' = if (!empty(changeKinds)) {
  name: '${name}-writer'
  location: location
}

// What fetches the image and the key of the record before the service runs, and signs in to the database.
resource hostIdentity 'Microsoft.ManagedIdentity/userAssignedIdentities@2023-01-31' = {
  name: '${name}-host'
  location: location
}

module network 'modules/network.bicep' = {
  name: 'network'
  params: {
    location: location
    name: name
  }
}

module database 'modules/database.bicep' = {
  name: 'database'
  params: {
    location: location
    name: name
    tenantId: tenantId
    subnetId: network.outputs.databaseSubnetId
    zoneId: network.outputs.databaseZoneId
    adminId: databaseAdminId
    adminName: databaseAdminName
    adminType: databaseAdminType
  }
}

module vault 'modules/vault.bicep' = {
  name: 'vault'
  params: {
    location: location
    name: name
    tenantId: tenantId
    recordKey: recordKey
    readerPrincipalId: hostIdentity.properties.principalId
  }
}

module vaultEndpoint 'modules/endpoint.bicep' = {
  name: 'vault-endpoint'
  params: {
    location: location
    name: '${name}-vault'
    networkId: network.outputs.networkId
    subnetId: network.outputs.endpointsSubnetId
    targetId: vault.outputs.vaultId
    groupId: 'vault'
    zoneName: 'privatelink.vaultcore.azure.net'
  }
}

resource registry 'Microsoft.ContainerRegistry/registries@2023-07-01' existing = {
  name: registryName
}

module registryEndpoint 'modules/endpoint.bicep' = if (registryIsPremium) {
  name: 'registry-endpoint'
  params: {
    location: location
    name: '${name}-registry'
    networkId: network.outputs.networkId
    subnetId: network.outputs.endpointsSubnetId
    targetId: registry.id
    groupId: 'registry'
    zoneName: 'privatelink.azurecr.io'
  }
}

// After the endpoints: the image and the key are fetched through them.
module service 'modules/service.bicep' = {
  name: 'service'
  dependsOn: [vaultEndpoint, registryEndpoint]
  params: {
    location: location
    name: name
    tenantId: tenantId
    registryName: registryName
    image: '${imageName}@${imageDigest}'
    subnetId: network.outputs.serviceSubnetId
    databaseUrl: 'postgres://${hostIdentity.name}@${database.outputs.host}:5432/${database.outputs.databaseName}?sslmode=verify-full'
    recordKeySecret: vault.outputs.recordKeySecret
    hostIdentityId: hostIdentity.id
    hostClientId: hostIdentity.properties.clientId
    hostPrincipalId: hostIdentity.properties.principalId
    botIdentityId: botIdentity.id
    botClientId: botIdentity.properties.clientId
    readerIdentityId: readerIdentity.id
    readerClientId: readerIdentity.properties.clientId
    changeKinds: changeKinds
    writerIdentityId: empty(changeKinds) ? '' : writerIdentity.id
    writerClientId: empty(changeKinds) ? '' : writerIdentity.properties.clientId
    settings: settings
    witnessStorage: witnessStorage
    minReplicas: minReplicas
  }
}

module bot 'modules/bot.bicep' = {
  name: 'bot'
  params: {
    name: name
    tenantId: tenantId
    endpoint: 'https://${service.outputs.host}/api/messages'
    identityId: botIdentity.id
    clientId: botIdentity.properties.clientId
  }
}

@description('BOT_APP_ID of the app package.')
output botAppId string = botIdentity.properties.clientId

@description('The service principal that is granted the permissions which infra/README.md lists.')
output readerPrincipalId string = readerIdentity.properties.principalId

@description('The service principal that is granted the permissions to write of docs/permissions.md; empty where nothing is switched on.')
output writerPrincipalId string = empty(changeKinds) ? '' : writerIdentity.properties.principalId

@description('The database, its role for the service, and the identity that the role is for: infra/README.md makes it.')
output databaseHost string = database.outputs.host
output databaseRole string = hostIdentity.name
output databaseRoleId string = hostIdentity.properties.principalId
