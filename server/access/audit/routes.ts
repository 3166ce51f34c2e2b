import { AuditEntry, AuditExportQuery, AuditLogQuery, page } from '@parley/contract';
import { route, type RouteDeclaration } from '../../platform/http/route.ts';
import type { Audit } from './audit-service.ts';
import { asCsv, asJsonLine, CSV_HEAD } from './export.ts';

export const auditRoutes = (audit: Audit): RouteDeclaration[] => [
  route(
    {
      method: 'get',
      path: '/audit-log',
      id: 'listAuditLog',
      summary: 'Who changed what, from where, before and after; the newest first',
      description:
        'Every change over the API, the dashboard, the Retell layer and the command line, every sign-in and sign-out, refused sign-ins, and every download of a recording or export of a conversation. Entries are written in the transaction of the change and cannot be changed.',
      auth: 'admin',
      scope: 'audit_log:read',
      query: AuditLogQuery,
      responses: { 200: page(AuditEntry) },
    },
    async ({ principal, query }) => ({ status: 200, body: await audit.list(principal.organizationId, query) }),
  ),
  route(
    {
      method: 'get',
      path: '/audit-log/export',
      id: 'exportAuditLog',
      summary: 'The audit trail as a file: CSV, or a line of JSON for each entry',
      auth: 'admin',
      scope: 'audit_log:read',
      weight: 10,
      audited: true,
      query: AuditExportQuery,
      responses: { 200: null },
      produces: ['text/csv', 'application/x-ndjson'],
    },
    async ({ principal, query, response }) => {
      const { format } = query;
      response.status(200).set({
        'Content-Type': format === 'csv' ? 'text/csv; charset=utf-8' : 'application/x-ndjson; charset=utf-8',
        'Content-Disposition': `attachment; filename="audit-log.${format}"`,
      });
      if (format === 'csv') response.write(CSV_HEAD);
      for await (const entries of audit.all(principal.organizationId, query)) {
        if (response.destroyed) return null;
        const text = entries.map(format === 'csv' ? asCsv : asJsonLine).join('');
        // The reader sets the pace.
        if (!response.write(text)) await new Promise<void>((resolve) => response.once('drain', resolve).once('close', resolve));
      }
      response.end();
      return null;
    },
  ),
];
