CREATE TABLE "audit_log" (
	"id" text PRIMARY KEY NOT NULL,
	"organization_id" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"actor_type" text NOT NULL,
	"actor_id" text,
	"actor_name" text,
	"action" text NOT NULL,
	"outcome" text DEFAULT 'success' NOT NULL,
	"resource_type" text NOT NULL,
	"resource_id" text,
	"changes" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"address" text,
	"user_agent" text,
	"request_id" text
);
--> statement-breakpoint
ALTER TABLE "audit_log" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE INDEX "audit_log_list" ON "audit_log" USING btree ("organization_id","created_at","id");--> statement-breakpoint
CREATE INDEX "audit_log_by_actor" ON "audit_log" USING btree ("organization_id","actor_id","created_at","id");--> statement-breakpoint
CREATE INDEX "audit_log_by_resource" ON "audit_log" USING btree ("organization_id","resource_id","created_at","id");--> statement-breakpoint
CREATE INDEX "audit_log_by_request" ON "audit_log" USING btree ("request_id");--> statement-breakpoint
CREATE INDEX "audit_log_by_age" ON "audit_log" USING btree ("created_at");--> statement-breakpoint
CREATE POLICY "audit_log_of_organization" ON "audit_log" AS PERMISSIVE FOR ALL TO "parley_app" USING ("audit_log"."organization_id" = nullif(current_setting('app.organization_id', true), '')) WITH CHECK ("audit_log"."organization_id" = nullif(current_setting('app.organization_id', true), ''));--> statement-breakpoint
CREATE POLICY "audit_log_of_system" ON "audit_log" AS PERMISSIVE FOR ALL TO "parley_system" USING (true) WITH CHECK (true);
--> statement-breakpoint
ALTER TABLE "audit_log" FORCE ROW LEVEL SECURITY;--> statement-breakpoint
GRANT SELECT ON "audit_log" TO parley_app;--> statement-breakpoint
GRANT SELECT, INSERT, DELETE ON "audit_log" TO parley_system;--> statement-breakpoint
-- Append-only, for every role: what is there stays as it is, and goes by the retention that is set (PARLEY_AUDIT_KEPT_DAYS) and never
-- before it is 30 days old.
CREATE FUNCTION audit_log_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF tg_op = 'DELETE' AND current_setting('app.audit_retention', true) = 'on' AND old.created_at < now() - interval '30 days' THEN RETURN old; END IF;
  RAISE EXCEPTION 'the audit log is append-only' USING ERRCODE = 'insufficient_privilege';
END $$;--> statement-breakpoint
CREATE TRIGGER audit_log_stays BEFORE UPDATE OR DELETE ON "audit_log" FOR EACH ROW EXECUTE FUNCTION audit_log_stays();--> statement-breakpoint
CREATE TRIGGER audit_log_stays_whole BEFORE TRUNCATE ON "audit_log" FOR EACH STATEMENT EXECUTE FUNCTION audit_log_stays();--> statement-breakpoint
CREATE SEQUENCE "audit_log_order";--> statement-breakpoint
GRANT USAGE ON SEQUENCE "audit_log_order" TO parley_system;--> statement-breakpoint
-- 26 characters that sort by time, and within a millisecond by the order in which they were made.
CREATE FUNCTION audit_id() RETURNS text LANGUAGE sql VOLATILE AS $$
  SELECT 'audit_' || lpad(to_hex((extract(epoch FROM clock_timestamp()) * 1000)::bigint), 11, '0')
    || lpad(to_hex(nextval('audit_log_order') % 4294967296), 8, '0') || substr(md5(random()::text), 1, 7)
$$;--> statement-breakpoint
-- Without what may open something, and cut where it is long.
CREATE FUNCTION audit_clean(value jsonb) RETURNS jsonb LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN
  CASE jsonb_typeof(value)
    WHEN 'object' THEN
      RETURN (SELECT coalesce(jsonb_object_agg(e.key, CASE
        WHEN e.key ~* '(secret|token|passw|api_?key|authorization|headers|credential)' AND jsonb_typeof(e.value) IN ('string', 'object', 'array') THEN '"•••"'::jsonb
        ELSE audit_clean(e.value) END), '{}') FROM jsonb_each(value) e);
    WHEN 'array' THEN
      RETURN (SELECT coalesce(jsonb_agg(audit_clean(e.value) ORDER BY e.at), '[]') FROM jsonb_array_elements(value) WITH ORDINALITY e(value, at));
    ELSE RETURN value;
  END CASE;
END $$;--> statement-breakpoint
CREATE FUNCTION audit_shown(value jsonb) RETURNS jsonb LANGUAGE plpgsql IMMUTABLE AS $$
DECLARE clean jsonb := audit_clean(value);
BEGIN
  IF length(clean::text) <= 4000 THEN RETURN clean; END IF;
  RETURN to_jsonb(left(clean #>> '{}', 4000) || '…');
END $$;--> statement-breakpoint
-- A row's columns; those that are objects by their members.
CREATE FUNCTION audit_fields(whole jsonb, kept text[], hidden text[]) RETURNS TABLE (field text, value jsonb, is_hidden boolean) LANGUAGE sql IMMUTABLE AS $$
  SELECT c, whole -> c, false FROM unnest(kept) c WHERE jsonb_typeof(whole -> c) NOT IN ('object', 'null')
  UNION ALL SELECT c || '.' || e.key, e.value, e.key ~* '(secret|token|passw|api_?key|authorization|credential)'
    FROM unnest(kept) c, jsonb_each(CASE WHEN jsonb_typeof(whole -> c) = 'object' THEN whole -> c ELSE '{}' END) e WHERE jsonb_typeof(e.value) <> 'null'
  UNION ALL SELECT c, whole -> c, true FROM unnest(hidden) c WHERE jsonb_typeof(whole -> c) NOT IN ('null')
$$;--> statement-breakpoint
-- Arguments: type of the resource; the column of its id; the column of its organization, or 'person' and the column of a user, whose
-- organizations all have the entry; the columns that are kept; those of which only the change is told. All others are no change.
CREATE FUNCTION audit_change() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  doer jsonb := nullif(current_setting('app.audit', true), '')::jsonb;
  before jsonb := CASE WHEN tg_op = 'INSERT' THEN '{}'::jsonb ELSE to_jsonb(old) END;
  after jsonb := CASE WHEN tg_op = 'DELETE' THEN '{}'::jsonb ELSE to_jsonb(new) END;
  whole jsonb := CASE WHEN tg_op = 'DELETE' THEN to_jsonb(old) ELSE to_jsonb(new) END;
  kept text[] := string_to_array(tg_argv[3], ',');
  hidden text[] := string_to_array(tg_argv[4], ',');
  person text := CASE WHEN tg_argv[2] LIKE 'person:%' THEN whole ->> substr(tg_argv[2], 8) END;
  changed jsonb;
BEGIN
  IF doer ->> 'action' = 'import' THEN RETURN NULL; END IF;
  SELECT coalesce(jsonb_agg(jsonb_build_object(
      'field', coalesce(b.field, a.field),
      'before', CASE WHEN coalesce(b.is_hidden, a.is_hidden) THEN NULL ELSE audit_shown(b.value) END,
      'after', CASE WHEN coalesce(b.is_hidden, a.is_hidden) THEN NULL ELSE audit_shown(a.value) END,
      'hidden', coalesce(b.is_hidden, a.is_hidden)) ORDER BY coalesce(b.field, a.field)), '[]')
    INTO changed
    FROM audit_fields(before, kept, hidden) b FULL JOIN audit_fields(after, kept, hidden) a ON a.field = b.field
    WHERE a.value IS DISTINCT FROM b.value;
  IF tg_op = 'UPDATE' AND changed = '[]' AND tg_argv[3] || tg_argv[4] <> '' THEN RETURN NULL; END IF;
  -- Who signs in is known by the session that begins.
  IF tg_table_name = 'session' AND tg_op = 'INSERT' AND coalesce(doer ->> 'type', 'anonymous') = 'anonymous' THEN
    doer := coalesce(doer, jsonb_build_object('action', 'signIn')) || jsonb_build_object('type', 'person', 'id', person, 'name', (SELECT u.name FROM "user" u WHERE u.id = person));
  END IF;
  INSERT INTO audit_log (id, organization_id, created_at, actor_type, actor_id, actor_name, action, resource_type, resource_id, changes, address, user_agent, request_id)
    SELECT audit_id(), o.id, clock_timestamp(), coalesce(doer ->> 'type', 'system'), doer ->> 'id', doer ->> 'name', coalesce(doer ->> 'action', lower(tg_op)),
      tg_argv[0], whole ->> tg_argv[1], changed, doer ->> 'address', doer ->> 'agent', doer ->> 'request'
    FROM (
      SELECT whole ->> tg_argv[2] AS id WHERE person IS NULL
      UNION ALL SELECT m.organization_id FROM member m WHERE m.user_id = person
      UNION ALL SELECT '' WHERE person IS NOT NULL AND NOT EXISTS (SELECT FROM member m WHERE m.user_id = person)
    ) o;
  RETURN NULL;
END $$;--> statement-breakpoint
GRANT CREATE ON SCHEMA public TO parley_system;--> statement-breakpoint
ALTER FUNCTION audit_change() OWNER TO parley_system;--> statement-breakpoint
REVOKE CREATE ON SCHEMA public FROM parley_system;--> statement-breakpoint
CREATE TRIGGER audit_change AFTER INSERT OR UPDATE OR DELETE ON "organization" FOR EACH ROW EXECUTE FUNCTION audit_change('organization', 'id', 'id', 'name,slug', '');--> statement-breakpoint
CREATE TRIGGER audit_change AFTER INSERT OR UPDATE OR DELETE ON "organization_settings" FOR EACH ROW EXECUTE FUNCTION audit_change('organization', 'organization_id', 'organization_id', 'settings', '');--> statement-breakpoint
CREATE TRIGGER audit_change AFTER INSERT OR UPDATE OR DELETE ON "member" FOR EACH ROW EXECUTE FUNCTION audit_change('member', 'id', 'organization_id', 'user_id,role', '');--> statement-breakpoint
CREATE TRIGGER audit_change AFTER INSERT OR UPDATE OR DELETE ON "user" FOR EACH ROW EXECUTE FUNCTION audit_change('person', 'id', 'person:id', 'name,email', '');--> statement-breakpoint
CREATE TRIGGER audit_change AFTER INSERT OR UPDATE OR DELETE ON "account" FOR EACH ROW EXECUTE FUNCTION audit_change('password', 'user_id', 'person:user_id', 'provider_id', 'password');--> statement-breakpoint
CREATE TRIGGER audit_change AFTER INSERT OR UPDATE OR DELETE ON "session" FOR EACH ROW EXECUTE FUNCTION audit_change('session', 'id', 'person:user_id', 'active_organization_id', '');--> statement-breakpoint
CREATE TRIGGER audit_change AFTER INSERT OR UPDATE OR DELETE ON "api_keys" FOR EACH ROW EXECUTE FUNCTION audit_change('api_key', 'id', 'organization_id', 'name,prefix,last_four,scopes,allowed_ips,requests_per_minute,previous_expires_at,expires_at,revoked_at', 'hash');--> statement-breakpoint
CREATE TRIGGER audit_change AFTER INSERT OR UPDATE OR DELETE ON "agents" FOR EACH ROW EXECUTE FUNCTION audit_change('agent', 'id', 'organization_id', 'draft,published_version,deleted_at', '');--> statement-breakpoint
CREATE TRIGGER audit_change AFTER INSERT OR UPDATE OR DELETE ON "agent_tags" FOR EACH ROW EXECUTE FUNCTION audit_change('agent_tag', 'agent_id', 'organization_id', 'tag,version', '');--> statement-breakpoint
CREATE TRIGGER audit_change AFTER INSERT OR DELETE OR UPDATE OF metadata ON "calls" FOR EACH ROW EXECUTE FUNCTION audit_change('call', 'id', 'organization_id', 'type,transport,direction,agent_id,agent_version', 'metadata,agent_override');--> statement-breakpoint
-- A call's conversation begins and goes with its call.
CREATE TRIGGER audit_change AFTER INSERT ON "conversations" FOR EACH ROW WHEN (new.call_id IS NULL) EXECUTE FUNCTION audit_change('conversation', 'id', 'organization_id', 'channel,agent_id,agent_version', 'metadata,agent_override');--> statement-breakpoint
CREATE TRIGGER audit_deletion AFTER DELETE ON "conversations" FOR EACH ROW WHEN (old.call_id IS NULL) EXECUTE FUNCTION audit_change('conversation', 'id', 'organization_id', 'channel,agent_id,agent_version', 'metadata,agent_override');--> statement-breakpoint
CREATE TRIGGER audit_update AFTER UPDATE OF metadata, status ON "conversations" FOR EACH ROW WHEN (current_setting('app.audit', true) LIKE '{%') EXECUTE FUNCTION audit_change('conversation', 'id', 'organization_id', 'status,end_reason', 'metadata');--> statement-breakpoint
-- That something was said, never what.
CREATE TRIGGER audit_change AFTER INSERT ON "conversation_messages" FOR EACH ROW WHEN (current_setting('app.audit', true) LIKE '{%' AND new.message ->> 'role' = 'user') EXECUTE FUNCTION audit_change('conversation', 'conversation_id', 'organization_id', '', '');--> statement-breakpoint
CREATE TRIGGER audit_change AFTER INSERT ON "call_commands" FOR EACH ROW EXECUTE FUNCTION audit_change('call', 'call_id', 'organization_id', 'kind', '');--> statement-breakpoint
CREATE TRIGGER audit_change AFTER INSERT OR UPDATE OR DELETE ON "phone_numbers" FOR EACH ROW EXECUTE FUNCTION audit_change('phone_number', 'id', 'organization_id', 'number,nickname,inbound_agent,outbound_agent,metadata', '');--> statement-breakpoint
CREATE TRIGGER audit_change AFTER INSERT OR UPDATE OR DELETE ON "compat_records" FOR EACH ROW EXECUTE FUNCTION audit_change('compat_record', 'id', 'organization_id', 'kind,refers_to', 'data');--> statement-breakpoint
CREATE TRIGGER audit_change AFTER INSERT OR UPDATE OR DELETE ON "provider_credentials" FOR EACH ROW EXECUTE FUNCTION audit_change('provider', 'provider', 'organization_id', 'key_last_four,base_url,models', 'encrypted_key');--> statement-breakpoint
CREATE TRIGGER audit_change AFTER INSERT OR UPDATE OR DELETE ON "quotas" FOR EACH ROW EXECUTE FUNCTION audit_change('quota', 'id', 'organization_id', 'metric,period,limit,warn_percent,api_key_id', '');--> statement-breakpoint
CREATE TRIGGER audit_change AFTER INSERT OR UPDATE OR DELETE ON "webhooks" FOR EACH ROW EXECUTE FUNCTION audit_change('webhook', 'id', 'organization_id', 'url,description,events,agent_ids,conditions,header_names,secret_last_four,timeout_ms,retell_signature,enabled,disabled_reason', 'encrypted_headers,encrypted_secret');--> statement-breakpoint
-- Somebody has it sent again; what the server does with it by itself is in its attempts.
CREATE TRIGGER audit_change AFTER UPDATE ON "webhook_deliveries" FOR EACH ROW WHEN (current_setting('app.audit', true) LIKE '{%') EXECUTE FUNCTION audit_change('webhook_delivery', 'id', 'organization_id', 'status', '');
