import Foundation
import Synchronization

/// How a child process ended, and what it wrote.
package struct ChildOutcome: Equatable, Sendable {
  package enum End: Equatable, Sendable {
    case exited(Int32)
    case signalled(Int32)
    case timedOut
    /// It wrote more than it may, and was ended.
    case flooded
    /// It could not be started; the number is the system's (`errno`).
    case notStarted(Int32)
  }

  package let end: End
  /// Standard output and standard error together, up to a bound.
  package let output: String
  /// How long it and what it waited for computed.
  package let processorSeconds: Double

  package init(end: End, output: String, processorSeconds: Double = 0) {
    self.end = end
    self.output = output
    self.processorSeconds = processorSeconds
  }

  /// The outcome of a process that might compute for so many seconds: one that was killed after
  /// them was ended by its limit. It may have passed over the signal that says so, and on a machine
  /// that stood still for a moment the system notices the soft and the hard limit at once.
  package func limited(toProcessorSeconds limit: Int) -> ChildOutcome {
    guard end == .signalled(SIGKILL), processorSeconds >= Double(limit) else { return self }
    return ChildOutcome(
      end: .signalled(SIGXCPU), output: output, processorSeconds: processorSeconds)
  }
}

/// Runs a program in a process group of its own, and ends the whole group with it: after the time
/// limit, and when this process is interrupted.
///
/// - Parameters:
///   - arguments: the program, found along PATH, and its arguments.
///   - environment: added to this process's own.
///   - seconds: the time limit; nil waits as long as it takes.
///   - processorSeconds: where there is a time limit, how long each process may compute.
///   - limit: how many bytes of output are kept; the rest is read and dropped.
///   - endsFlood: whether the program is ended where it writes more than is kept.
///   - hear: told what the program writes, a piece at a time, as it comes.
package func runChild(
  _ arguments: [String], in folder: URL, environment: [String: String] = [:],
  seconds: Double? = nil, processorSeconds: Int = 600, keeping limit: Int = 1 << 20,
  endsFlood: Bool = false, hear: (String) -> Void = { _ in }
) -> ChildOutcome {
  var pipeEnds: [Int32] = [0, 0]
  guard pipe(&pipeEnds) == 0 else { return ChildOutcome(end: .notStarted(errno), output: "") }
  _ = fcntl(pipeEnds[0], F_SETFD, FD_CLOEXEC)
  _ = fcntl(pipeEnds[1], F_SETFD, FD_CLOEXEC)
  let (child, problem) = spawn(
    arguments, folder, environment, processorSeconds: seconds == nil ? nil : processorSeconds,
    writingTo: pipeEnds[1])
  close(pipeEnds[1])
  defer { close(pipeEnds[0]) }
  guard problem == 0 else { return ChildOutcome(end: .notStarted(problem), output: "") }
  RunningGroups.add(child)
  defer { RunningGroups.remove(child) }
  let outcome = follow(
    child, readingFrom: pipeEnds[0], seconds: seconds, keeping: limit, endsFlood: endsFlood,
    hear: hear)
  return seconds == nil ? outcome : outcome.limited(toProcessorSeconds: processorSeconds)
}

private func spawn(
  _ arguments: [String], _ folder: URL, _ added: [String: String],
  processorSeconds: Int?, writingTo output: Int32
) -> (pid_t, Int32) {
  #if canImport(Darwin)
    var actions: posix_spawn_file_actions_t?
    var attributes: posix_spawnattr_t?
  #else
    var actions = posix_spawn_file_actions_t()
    var attributes = posix_spawnattr_t()
  #endif
  posix_spawn_file_actions_init(&actions)
  posix_spawnattr_init(&attributes)
  defer {
    posix_spawn_file_actions_destroy(&actions)
    posix_spawnattr_destroy(&attributes)
  }
  posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
  posix_spawn_file_actions_adddup2(&actions, output, 1)
  posix_spawn_file_actions_adddup2(&actions, output, 2)
  posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETPGROUP))
  posix_spawnattr_setpgroup(&attributes, 0)
  // The shell does what posix_spawn cannot everywhere: it changes the folder, keeps a trap from
  // writing a core file, and sees to it that a test ends some time even where this process, which
  // would end it, is itself killed.
  // At the soft limit the process gets SIGXCPU, which says why; at the hard one it is killed.
  let limits =
    "ulimit -c 0" + (processorSeconds.map { " && ulimit -t \($0 + 5) && ulimit -S -t \($0)" } ?? "")
  let shell = ["/bin/sh", "-c", "cd \"$0\" && \(limits) && exec \"$@\"", folder.path]
  return withCStrings(shell + arguments, environment(adding: added)) { words, settings in
    var child: pid_t = 0
    let problem = posix_spawn(&child, shell[0], &actions, &attributes, words, settings)
    return (child, problem)
  }
}

private func environment(adding added: [String: String]) -> [String] {
  ProcessInfo.processInfo.environment.merging(added) { $1 }.map { "\($0.key)=\($0.value)" }
}

private typealias CStrings = UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>

/// Lends two lists of texts as C has them, each ended by a null pointer.
private func withCStrings<Result>(
  _ first: [String], _ second: [String], _ body: (CStrings, CStrings) -> Result
) -> Result {
  var words = first.map { strdup($0) } + [nil]
  var settings = second.map { strdup($0) } + [nil]
  defer { for text in words + settings { free(text) } }
  return body(&words, &settings)
}

/// Runs a program on this process's own terminal and waits for it; Ctrl-C is for the program
/// alone. Its exit status, or nil where it could not be started or was ended by a signal.
func runInForeground(_ arguments: [String], adding added: [String: String] = [:]) -> Int32? {
  var child: pid_t = 0
  let problem = withCStrings(arguments, environment(adding: added)) { words, settings in
    posix_spawn(&child, arguments[0], nil, nil, words, settings)
  }
  guard problem == 0 else { return nil }
  let before = signal(SIGINT, SIG_IGN)
  defer { signal(SIGINT, before) }
  var status: Int32 = 0
  while waitpid(child, &status, 0) < 0 && errno == EINTR {}
  if case .exited(let number) = end(of: status) { return number }
  return nil
}

/// Becomes a program, which keeps this process's number, terminal and signals. Returns only where that
/// cannot be started.
func replaceProcess(_ arguments: [String]) {
  _ = withCStrings(arguments, environment(adding: [:])) { words, settings in
    execve(arguments[0], words, settings)
  }
}

/// Reads the child's output until it has ended, or ends it.
private func follow(
  _ child: pid_t, readingFrom input: Int32, seconds: Double?, keeping limit: Int,
  endsFlood: Bool, hear: (String) -> Void
) -> ChildOutcome {
  let clock = ContinuousClock()
  let deadline = seconds.map { clock.now + .seconds($0) }
  var output: [UInt8] = []
  var buffer = [UInt8](repeating: 0, count: 1 << 16)
  var isOpen = true
  var status: Int32?
  var usage = rusage()
  /// Why it was ended.
  var early: ChildOutcome.End?
  while status == nil {
    var watched = pollfd(fd: input, events: Int16(POLLIN), revents: 0)
    if isOpen {
      if poll(&watched, 1, 10) > 0 {
        let before = output.count
        isOpen = drain(input, &buffer, into: &output, limit)
        if output.count > before { hear(String(decoding: output[before...], as: UTF8.self)) }
      }
    } else {
      usleep(1000)
    }
    var ended: Int32 = 0
    if wait4(child, &ended, WNOHANG, &usage) == child {
      status = ended
    } else if early == nil {
      if let deadline, clock.now > deadline { early = .timedOut }
      if endsFlood, output.count >= limit { early = .flooded }
      if Interruption.wasRequested { early = .signalled(SIGTERM) }
      if early != nil { kill(-child, SIGKILL) }
    }
  }
  // Whatever the child left running ends with it; then what it wrote last is read.
  kill(-child, SIGKILL)
  var watched = pollfd(fd: input, events: Int16(POLLIN), revents: 0)
  while isOpen, poll(&watched, 1, 0) > 0 {
    isOpen = drain(input, &buffer, into: &output, limit)
    if output.count >= limit { break }
  }
  return ChildOutcome(
    end: early ?? end(of: status ?? 0), output: String(decoding: output, as: UTF8.self),
    processorSeconds: Double(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec)
      + Double(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6)
}

/// Reads once; false at the end of the output.
private func drain(
  _ input: Int32, _ buffer: inout [UInt8], into output: inout [UInt8], _ limit: Int
) -> Bool {
  let count = read(input, &buffer, buffer.count)
  if count > 0 { output += buffer.prefix(min(count, max(0, limit - output.count))) }
  return count > 0 || (count < 0 && errno == EINTR)
}

/// Reads the number that `waitpid` gives: the low seven bits are a signal, the next eight a status.
private func end(of status: Int32) -> ChildOutcome.End {
  let signal = status & 0x7f
  return signal == 0 ? .exited((status >> 8) & 0xff) : .signalled(signal)
}

/// The process groups that an interruption must take along: being groups of their own, they do
/// not hear the terminal's Ctrl-C.
enum RunningGroups {
  private static let capacity = 64
  /// Read by a signal handler, so plain memory; written under the lock. Zero is free.
  private nonisolated(unsafe) static let groups: UnsafeMutablePointer<pid_t> = {
    let groups = UnsafeMutablePointer<pid_t>.allocate(capacity: capacity)
    groups.initialize(repeating: 0, count: capacity)
    return groups
  }()
  private static let lock = Mutex(false)

  static func add(_ group: pid_t) {
    lock.withLock { isInstalled in
      if let free = (0..<capacity).first(where: { groups[$0] == 0 }) { groups[free] = group }
      if !isInstalled { install() }
      isInstalled = true
    }
  }

  static func remove(_ group: pid_t) {
    lock.withLock { _ in
      if let place = (0..<capacity).first(where: { groups[$0] == group }) { groups[place] = 0 }
    }
  }

  /// Sees to it that what runs, and how the terminal reads keys, ends with this process.
  static func catchSignals() {
    lock.withLock { isInstalled in
      if !isInstalled { install() }
      isInstalled = true
    }
  }

  private static func install() {
    for number in [SIGINT, SIGTERM, SIGHUP] {
      Interruption.handle(number) { number in
        Keys.stopListening()
        for place in 0..<RunningGroups.capacity where RunningGroups.groups[place] > 0 {
          kill(-RunningGroups.groups[place], SIGKILL)
        }
        signal(number, SIG_DFL)
        raise(number)
      }
    }
  }
}
