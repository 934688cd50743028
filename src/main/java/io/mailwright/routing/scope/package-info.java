/** How what every mail asks is made and handed out. */
package io.mailwright.routing.scope;
