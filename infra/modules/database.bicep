// PostgreSQL, not SQLite on a share: SQLite's locks and its write-ahead log need one machine's own disk. On a network share two writers
// can both believe that they hold the lock, and an acknowledged commit can be lost.
param location string
param name string
param tenantId string
param subnetId string
param zoneId string

@description('Who owns the tables: object id, name and kind of an Entra group or user.')
param adminId string
param adminName string
param adminType string

var databaseName = 'airlock'

// Nobody has a password: people and the service sign in to it with tokens of Entra.
resource server 'Microsoft.DBforPostgreSQL/flexibleServers@2024-08-01' = {
  name: '${name}-db-${uniqueString(resourceGroup().id)}'
  location: location
  sku: {
    name: 'Standard_B1ms'
    tier: 'Burstable'
  }
  properties: {
    version: '16'
    authConfig: {
      activeDirectoryAuth: 'Enabled'
      passwordAuth: 'Disabled'
      tenantId: tenantId
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
      publicNetworkAccess: 'Disabled'
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

// After the database: the server takes one change at a time. The service is no administrator: infra/README.md makes its role.
resource admin 'Microsoft.DBforPostgreSQL/flexibleServers/administrators@2024-08-01' = {
  parent: server
  name: adminId
  dependsOn: [database]
  properties: {
    tenantId: tenantId
    principalName: adminName
    principalType: adminType
  }
}

output host string = server.properties.fullyQualifiedDomainName
output databaseName string = database.name
