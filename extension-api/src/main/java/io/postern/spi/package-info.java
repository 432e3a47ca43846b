/** How the gateway finds the callouts of deployed archives; not for extensions. */
@org.jspecify.annotations.NullMarked
package io.postern.spi;
