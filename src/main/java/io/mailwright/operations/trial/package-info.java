/** The built-in sandbox as part of a running product: its server, its server entry, its pool. */
package io.mailwright.operations.trial;
