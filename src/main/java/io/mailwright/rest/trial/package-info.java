/** What a script that tries the product out needs to know of the sandbox. */
package io.mailwright.rest.trial;
