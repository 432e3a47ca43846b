@org.jspecify.annotations.NullMarked
package io.postern.gateway.web.description;
