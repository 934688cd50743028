/** Which process this is. How nodes find each other does not belong here. */
package io.mailwright.kernel.node;
