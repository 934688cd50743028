/**
 * Contacts: one row an address and list, read by the million over plain JDBC. How a file becomes
 * contacts belongs in {@code audience.intake}.
 */
package io.mailwright.audience.contact;
