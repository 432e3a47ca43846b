/**
 * Tests inside of Payara Micro, with the resource adapter deployed: what the packages ask of the
 * server, asked of the real one. Each class is sent into a server of its own by Arquillian ({@code
 * arquillian.xml}), in a WAR with the classes and libraries of the product's EAR.
 */
@org.jspecify.annotations.NullMarked
package io.postern.tests.inside;
