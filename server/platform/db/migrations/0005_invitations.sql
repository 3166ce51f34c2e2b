ALTER TABLE "invitation" DROP CONSTRAINT "invitation_inviter_id_user_id_fk";
--> statement-breakpoint
ALTER TABLE "invitation" ALTER COLUMN "inviter_id" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "invitation" ADD CONSTRAINT "invitation_inviter_id_user_id_fk" FOREIGN KEY ("inviter_id") REFERENCES "public"."user"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
CREATE TRIGGER audit_change AFTER INSERT OR UPDATE OR DELETE ON "invitation" FOR EACH ROW EXECUTE FUNCTION audit_change('invitation', 'id', 'organization_id', 'email,role,status,expires_at', '');
--> statement-breakpoint
DROP TRIGGER audit_change ON "webhooks";--> statement-breakpoint
CREATE TRIGGER audit_change AFTER INSERT OR UPDATE OR DELETE ON "webhooks" FOR EACH ROW EXECUTE FUNCTION audit_change('webhook', 'id', 'organization_id', 'url,description,events,agent_ids,conditions,header_names,secret_last_four,timeout_ms,retell_signature,enabled,disabled_reason,format', 'encrypted_headers,encrypted_secret');
