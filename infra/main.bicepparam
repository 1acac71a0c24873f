using './main.bicep'

param registryName = 'contosoregistry'
param imageDigest = readEnvironmentVariable('IMAGE_DIGEST')
param databaseAdminId = readEnvironmentVariable('DATABASE_ADMIN_ID')
param databaseAdminName = 'airlock-database-owners'
param recordKey = readEnvironmentVariable('RECORD_KEY')
param settings = {
  APPROVALS_REQUIRED: '1'
  DECISION_WINDOW: '24h'
}
