/** Reports in the console: of a campaign, over all, side by side, and as files. */
package io.mailwright.console.report;
