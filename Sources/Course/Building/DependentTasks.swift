import Foundation
import Synchronization

/// Runs tasks several at a time, each after those that it needs, and waits for the last of them.
///
/// Which one fails does not depend on how many run at once: every task before the one whose error is
/// thrown has been run.
///
/// - Parameters:
///   - needs: for each task the indices of those that must have succeeded, all smaller than its own.
///   - workers: how many run at once.
/// - Throws: of the tasks that failed, the first one's error.
package func runTasks(
  needing needs: [[Int]], workers: Int = ProcessInfo.processInfo.activeProcessorCount,
  _ task: @escaping @Sendable (Int) throws -> Void
) throws {
  let tasks = DependentTasks(needs: needs, workers: workers, task: task)
  tasks.startWhatCan()
  tasks.group.wait()
  if let error = tasks.state.withLock({ $0.failure?.error }) { throw error }
}

private final class DependentTasks: Sendable {
  struct State {
    var begun: Set<Int> = []
    var succeeded: Set<Int> = []
    var running = 0
    var failure: (index: Int, error: any Error)?
  }

  let needs: [[Int]]
  let workers: Int
  let task: @Sendable (Int) throws -> Void
  let group = DispatchGroup()
  let state = Mutex(State())

  init(needs: [[Int]], workers: Int, task: @escaping @Sendable (Int) throws -> Void) {
    self.needs = needs
    self.workers = max(1, workers)
    self.task = task
  }

  /// Called at the beginning and after each task, from within the group: it is empty only at the end.
  func startWhatCan() {
    for index in state.withLock({ take(&$0) }) {
      DispatchQueue.global().async(group: group) { [self] in
        let result = Result { try task(index) }
        state.withLock { note(result, of: index, &$0) }
        startWhatCan()
      }
    }
  }

  private func take(_ state: inout State) -> [Int] {
    var taken: [Int] = []
    for index in needs.indices where state.running < workers && !state.begun.contains(index) {
      // After a failure only what stands before it still counts.
      if let failure = state.failure, index > failure.index { break }
      guard needs[index].allSatisfy(state.succeeded.contains) else { continue }
      state.begun.insert(index)
      state.running += 1
      taken.append(index)
    }
    return taken
  }

  private func note(_ result: Result<Void, any Error>, of index: Int, _ state: inout State) {
    state.running -= 1
    switch result {
    case .success: state.succeeded.insert(index)
    case .failure(let error):
      if index < state.failure?.index ?? .max { state.failure = (index, error) }
    }
  }
}
