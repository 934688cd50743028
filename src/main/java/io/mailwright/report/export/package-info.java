/** Reports as tables for files: CSV and XLSX, with nothing in them that a spreadsheet would run. */
package io.mailwright.report.export;
