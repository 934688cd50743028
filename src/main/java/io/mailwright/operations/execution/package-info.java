/** Job executions: who may run and write them, their history, what operators may do with one. */
package io.mailwright.operations.execution;
