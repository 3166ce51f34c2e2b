DROP INDEX "calls_by_metadata";--> statement-breakpoint
DROP INDEX "calls_by_variables";--> statement-breakpoint
DROP INDEX "conversations_by_metadata";