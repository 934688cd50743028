/** What comes back, as an API: explained, and acted on. */
package io.mailwright.rest.feedback;
