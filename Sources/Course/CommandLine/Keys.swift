import Foundation

/// Keys that are read as they are pressed. However this process ends, the terminal is left as it was;
/// only SIGKILL leaves no time for that.
enum Keys {
  /// Read by a signal handler, so plain memory; written before the handlers are there.
  private nonisolated(unsafe) static let before: UnsafeMutablePointer<termios> = {
    let before = UnsafeMutablePointer<termios>.allocate(capacity: 2)
    before.initialize(repeating: termios(), count: 2)
    return before
  }()
  private nonisolated(unsafe) static let isRaw: UnsafeMutablePointer<Bool> = {
    let isRaw = UnsafeMutablePointer<Bool>.allocate(capacity: 1)
    isRaw.initialize(to: false)
    return isRaw
  }()

  /// Reads keys one by one from now on, without showing them; Ctrl-C stays what it is.
  ///
  /// - Returns: false where nobody types.
  static func listen() -> Bool {
    guard isatty(STDIN_FILENO) == 1, tcgetattr(STDIN_FILENO, before) == 0 else { return false }
    before[1] = before[0]
    before[1].c_lflag &= ~tcflag_t(ICANON | ECHO)
    isRaw.pointee = true
    RunningGroups.catchSignals()
    for number in [SIGILL, SIGTRAP, SIGABRT, SIGSEGV, SIGBUS, SIGFPE, SIGQUIT] {
      Interruption.handle(number) { number in
        Keys.stopListening()
        signal(number, SIG_DFL)
        raise(number)
      }
    }
    // A shell shows its own prompt meanwhile.
    Interruption.handle(SIGTSTP) { number in
      tcsetattr(STDIN_FILENO, TCSANOW, Keys.before)
      raise(SIGSTOP)
    }
    Interruption.handle(SIGCONT) { _ in
      if Keys.isRaw.pointee { tcsetattr(STDIN_FILENO, TCSANOW, Keys.before + 1) }
    }
    return tcsetattr(STDIN_FILENO, TCSANOW, before + 1) == 0
  }

  /// May be called by a signal handler.
  static func stopListening() {
    if isRaw.pointee { tcsetattr(STDIN_FILENO, TCSANOW, before) }
    isRaw.pointee = false
  }

  /// The key that is pressed within some time; nil for none.
  static func next(within seconds: Double) -> Character? {
    guard isRaw.pointee else {
      Thread.sleep(forTimeInterval: seconds)
      return nil
    }
    var watched = pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)
    var byte: UInt8 = 0
    guard poll(&watched, 1, Int32(seconds * 1000)) > 0 else { return nil }
    // Where the terminal is gone nobody will press a key, nor read on.
    return read(STDIN_FILENO, &byte, 1) == 1 ? Character(UnicodeScalar(byte)) : "q"
  }
}
