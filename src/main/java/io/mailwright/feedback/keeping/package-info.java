/** The deleting of what is older than it is to be kept, as the job that does it sees it. */
package io.mailwright.feedback.keeping;
