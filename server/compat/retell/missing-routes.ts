/** Methods of retell-sdk whose features this server does not have: each answers 501 with the feature's name. */
import { missingRoute, type RetellRoute } from './shared/route.ts';

const FLOWS = 'Conversation flows';
const COMPONENTS = 'Components of conversation flows';
const KNOWLEDGE = 'Knowledge bases';
const TESTS = 'Simulation tests';
const APPS = 'Connected apps';
const CONTACTS = 'Contacts';
const CRM = 'CRM synchronisation';

const ofCalls: RetellRoute[] = [
  missingRoute('post', '/v2/listen-live-call/:call_id', ['call.listenLive'], 'Listening in to live calls'),
  missingRoute('post', '/v2/register-phone-call', ['call.registerPhoneCall'], 'Registering telephone calls of another carrier'),
  missingRoute('put', '/rerun-call-analysis/:call_id', ['call.rerunAnalysis'], 'Analysis after the call'),
  missingRoute('post', '/v2/take-over-live-call/:call_id', ['call.takeOverLive'], 'Taking over live calls'),
  missingRoute('post', '/create-batch-call', ['batchCall.createBatchCall'], 'Batch calls'),
  missingRoute('post', '/create-sms-chat', ['chat.createSMSChat'], 'Text messages (SMS)'),
  missingRoute('put', '/rerun-chat-analysis/:chat_id', ['chat.rerunAnalysis'], 'Analysis after the chat'),
];

const ofAgents: RetellRoute[] = [
  missingRoute('post', '/repair-agent/:agent_id', ['agent.repair'], 'Repairing agents'),
  missingRoute('post', '/agent-playground-completion/:agent_id', ['playground.completion'], 'The playground'),
  missingRoute('get', '/get-mcp-tools/:agent_id', ['mcpTool.getMcpTools'], 'MCP servers of agents'),
  missingRoute('post', '/create-conversation-flow', ['conversationFlow.create'], FLOWS),
  missingRoute('get', '/get-conversation-flow/:conversation_flow_id', ['conversationFlow.retrieve'], FLOWS),
  missingRoute('patch', '/update-conversation-flow/:conversation_flow_id', ['conversationFlow.update'], FLOWS),
  missingRoute('get', '/v2/list-conversation-flows', ['conversationFlow.list'], FLOWS),
  missingRoute('get', '/list-conversation-flows', [], FLOWS),
  missingRoute('delete', '/delete-conversation-flow/:conversation_flow_id', ['conversationFlow.delete'], FLOWS),
  missingRoute('post', '/create-conversation-flow-component', ['conversationFlowComponent.create'], COMPONENTS),
  missingRoute(
    'get',
    '/get-conversation-flow-component/:conversation_flow_component_id',
    ['conversationFlowComponent.retrieve'],
    COMPONENTS,
  ),
  missingRoute(
    'patch',
    '/update-conversation-flow-component/:conversation_flow_component_id',
    ['conversationFlowComponent.update'],
    COMPONENTS,
  ),
  missingRoute('get', '/v2/list-conversation-flow-components', ['conversationFlowComponent.list'], COMPONENTS),
  missingRoute('get', '/list-conversation-flow-components', [], COMPONENTS),
  missingRoute(
    'delete',
    '/delete-conversation-flow-component/:conversation_flow_component_id',
    ['conversationFlowComponent.delete'],
    COMPONENTS,
  ),
  missingRoute('post', '/create-knowledge-base', ['knowledgeBase.create'], KNOWLEDGE),
  missingRoute('get', '/get-knowledge-base/:knowledge_base_id', ['knowledgeBase.retrieve'], KNOWLEDGE),
  missingRoute('get', '/list-knowledge-bases', ['knowledgeBase.list'], KNOWLEDGE),
  missingRoute('delete', '/delete-knowledge-base/:knowledge_base_id', ['knowledgeBase.delete'], KNOWLEDGE),
  missingRoute('post', '/add-knowledge-base-sources/:knowledge_base_id', ['knowledgeBase.addSources'], KNOWLEDGE),
  missingRoute('delete', '/delete-knowledge-base-source/:knowledge_base_id/source/:source_id', ['knowledgeBase.deleteSource'], KNOWLEDGE),
];

const ofVoices: RetellRoute[] = [
  missingRoute('post', '/add-community-voice', ['voice.addResource'], 'Community voices'),
  missingRoute('post', '/search-community-voice', ['voice.search'], 'Community voices'),
  missingRoute('post', '/clone-voice', ['voice.clone'], 'Cloning voices'),
];

const ofTests: RetellRoute[] = [
  missingRoute('post', '/create-batch-test', ['tests.createBatchTest'], TESTS),
  missingRoute('post', '/create-test-case-definition', ['tests.createTestCaseDefinition'], TESTS),
  missingRoute('delete', '/delete-test-case-definition/:test_case_definition_id', ['tests.deleteTestCaseDefinition'], TESTS),
  missingRoute('get', '/get-batch-test/:test_case_batch_job_id', ['tests.getBatchTest'], TESTS),
  missingRoute('get', '/get-test-case-definition/:test_case_definition_id', ['tests.getTestCaseDefinition'], TESTS),
  missingRoute('get', '/get-test-run/:test_case_job_id', ['tests.getTestRun'], TESTS),
  missingRoute('get', '/v2/list-batch-tests', ['tests.listBatchTests'], TESTS),
  missingRoute('get', '/v2/list-test-case-definitions', ['tests.listTestCaseDefinitions'], TESTS),
  missingRoute('get', '/v2/list-test-runs/:test_case_batch_job_id', ['tests.listTestRuns'], TESTS),
  missingRoute('put', '/update-test-case-definition/:test_case_definition_id', ['tests.updateTestCaseDefinition'], TESTS),
];

const ofTheOrganization: RetellRoute[] = [
  missingRoute('get', '/v2/list-export-requests', ['exportRequest.list'], 'Export requests'),
  missingRoute('post', '/create-asset', ['asset.create'], 'Assets'),
  missingRoute('post', '/create-app', ['app.create'], APPS),
  missingRoute('patch', '/update-app/:app_id', ['app.update'], APPS),
  missingRoute('get', '/list-apps', ['app.list'], APPS),
  missingRoute('delete', '/delete-app/:app_id', ['app.delete'], APPS),
  missingRoute('get', '/get-app/:app_id', ['app.get'], APPS),
  missingRoute('get', '/list-app-usages/:app_id', ['app.listUsages'], APPS),
  missingRoute('post', '/test-app-auth/:app_id', ['app.testAuth'], APPS),
  missingRoute('post', '/get-app-tool-schema/:app_id', [], APPS),
  missingRoute('post', '/create-contact', ['contact.create'], CONTACTS),
  missingRoute('patch', '/update-contact/:contact_id', ['contact.update'], CONTACTS),
  missingRoute('post', '/list-contacts', ['contact.list'], CONTACTS),
  missingRoute('delete', '/delete-contact/:contact_id', ['contact.delete'], CONTACTS),
  missingRoute('post', '/backfill-contact-analysis-data', ['contact.backfillAnalysisData'], CONTACTS),
  missingRoute('post', '/create-contact-import', ['contact.createImport'], CONTACTS),
  missingRoute('get', '/get-contact/:contact_id', ['contact.get'], CONTACTS),
  missingRoute('get', '/get-backfill-contact-job-status', ['contact.getBackfillJobStatus'], CONTACTS),
  missingRoute('get', '/get-contact-by-phone/:phone_number', ['contact.getByPhone'], CONTACTS),
  missingRoute('get', '/get-contact-import', ['contact.getImport'], CONTACTS),
  missingRoute('get', '/list-contact-conversations/:contact_id', ['contact.listConversations'], CONTACTS),
  missingRoute('post', '/upload-contact-import-file', ['contact.uploadImportFile'], CONTACTS),
  missingRoute('get', '/get-crm-config', ['crm.getConfig'], CRM),
  missingRoute('get', '/get-crm-schema', ['crm.getSchema'], CRM),
  missingRoute('get', '/get-sync-job-status', ['crm.getSyncJobStatus'], CRM),
  missingRoute('post', '/run-sync-job', ['crm.runSyncJob'], CRM),
  missingRoute('post', '/update-crm-config', ['crm.updateConfig'], CRM),
];

export const missingRoutes = (): RetellRoute[] => [...ofCalls, ...ofAgents, ...ofVoices, ...ofTests, ...ofTheOrganization];
