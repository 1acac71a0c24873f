using './main.bicep'

param registryName = 'contosoregistry'
param image = 'airlock:0.1.0'
param databasePassword = readEnvironmentVariable('DATABASE_PASSWORD')
param recordKey = readEnvironmentVariable('RECORD_KEY')
param settings = {
  APPROVALS_REQUIRED: '1'
  DECISION_WINDOW: '24h'
}
