/** The artifact of the job {@code purge}: what is old is deleted slice by slice. */
package io.mailwright.batch.keeping;
