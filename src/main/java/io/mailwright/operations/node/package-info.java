/** This node: its name, its incarnation, and the leases of what runs on it. */
package io.mailwright.operations.node;
