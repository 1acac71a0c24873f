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

@description('The image in it, such as airlock:1.0.0.')
param image string

@description('Password of the database. It is kept in a key vault and nowhere else.')
@secure()
@minLength(16)
param databasePassword string

@description('The key that signs the record: PEM, as `npm run airlock -- record-key` makes it. It is kept in the key vault and nowhere else.')
@secure()
param recordKey string

@description('More settings of the service, variable -> text; never a secret.')
param settings object = {}

@description('More than one are allowed: they share the database.')
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

// What fetches the image and the database's address, before the service runs.
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
    password: databasePassword
    recordKey: recordKey
    subnetId: network.outputs.databaseSubnetId
    zoneId: network.outputs.databaseZoneId
    readerPrincipalId: hostIdentity.properties.principalId
  }
}

module service 'modules/service.bicep' = {
  name: 'service'
  params: {
    location: location
    name: name
    tenantId: tenantId
    registryName: registryName
    image: image
    subnetId: network.outputs.serviceSubnetId
    databaseUrlSecret: database.outputs.urlSecret
    recordKeySecret: database.outputs.recordKeySecret
    hostIdentityId: hostIdentity.id
    hostPrincipalId: hostIdentity.properties.principalId
    botIdentityId: botIdentity.id
    botClientId: botIdentity.properties.clientId
    readerIdentityId: readerIdentity.id
    readerClientId: readerIdentity.properties.clientId
    settings: settings
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
