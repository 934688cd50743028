/** How long what routes and limits are asked by lives, and how it is reached. */
package io.mailwright.routing.scope;
