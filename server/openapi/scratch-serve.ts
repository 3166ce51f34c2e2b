import express from 'express';
import { openApiRouter } from './serve.ts';
import { securityHeaders } from '../http/dashboard.ts';
const any: any = new Proxy(function () {}, { get: () => any, apply: () => any });
const routes: any[] = [];
for (const [file, name, args] of [['../agents/routes.ts','agentRoutes',[any]],['../conversations/routes.ts','conversationRoutes',[any]],['../calls/routes.ts','callRoutes',[any]],['../api-keys/routes.ts','apiKeyRoutes',[any]],['../usage/routes.ts','usageRoutes',[any,any]],['../auth/routes.ts','tokenRoutes',[any]],['../organization/routes.ts','organizationRoutes',[any]],['../providers/routes.ts','providerRoutes',[any,any]],['../system/routes.ts','systemRoutes',[any]]] as const) routes.push(...((await import(file)) as any)[name](...args));
const app = express(); app.use(securityHeaders); app.use('/api', openApiRouter(routes, '0.1.0'));
app.listen(4567, '127.0.0.1');
