@org.jspecify.annotations.NullMarked
package io.postern.gateway.reception;
