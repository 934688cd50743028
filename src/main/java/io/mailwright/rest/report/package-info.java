/** Reports over REST: of one campaign, over all, side by side; as JSON, CSV and XLSX. */
package io.mailwright.rest.report;
