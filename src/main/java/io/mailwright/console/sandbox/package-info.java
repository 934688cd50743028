/** Beans of the pages that show what the sandbox caught. Everything shown there came over SMTP. */
package io.mailwright.console.sandbox;
