import Foundation
import Synchronization

/// Runs tasks several at a time, each after those that it needs, and waits for the last of them.
///
/// Which one fails does not depend on how many run at once: every task before the one whose error
/// is thrown has been run.
///
/// - Parameters:
///   - needs: for each task the indices of those that must have succeeded, all below its own.
///   - workers: how many run at once.
/// - Throws: of the tasks that failed, the first one's error.
package func runTasks(
  needing needs: [[Int]], workers: Int = ProcessInfo.processInfo.activeProcessorCount,
  _ task: @escaping @Sendable (Int) throws -> Void
) throws {
  struct State {
    var succeeded: Set<Int> = []
    var failure: (index: Int, error: any Error)?
  }
  let state = Mutex(State())
  let operations = needs.enumerated().map { index, needs in
    BlockOperation {
      // After a failure only what stands before it still counts.
      let isWanted = state.withLock {
        index < $0.failure?.index ?? .max && needs.allSatisfy($0.succeeded.contains)
      }
      guard isWanted else { return }
      let result = Result { try task(index) }
      state.withLock { state in
        switch result {
        case .success: state.succeeded.insert(index)
        case .failure(let error):
          if index < state.failure?.index ?? .max { state.failure = (index, error) }
        }
      }
    }
  }
  for (operation, needs) in zip(operations, needs) {
    for need in needs { operation.addDependency(operations[need]) }
  }
  let queue = OperationQueue()
  queue.maxConcurrentOperationCount = max(1, workers)
  queue.addOperations(operations, waitUntilFinished: true)
  if let error = state.withLock({ $0.failure?.error }) { throw error }
}
