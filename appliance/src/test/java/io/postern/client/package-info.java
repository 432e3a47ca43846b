@org.jspecify.annotations.NullMarked
package io.postern.client;
