/** Leases with fences: who may run a campaign or a job, arbitrated by the database. */
package io.mailwright.delivery.lease;
