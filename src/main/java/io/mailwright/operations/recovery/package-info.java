/** What is done after a crash, before the node is ready and while others may have crashed. */
package io.mailwright.operations.recovery;
