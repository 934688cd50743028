/**
 * The journal: a local file that knows, before any final dot is written, which mail it belongs to,
 * and keeps the outcome until the ledger has it. It makes what a crash leaves in doubt as small as
 * the mails that were between dot and reply. Holds files and their replay; what a replayed outcome
 * means is the ledger's.
 */
package io.mailwright.delivery.journal;
