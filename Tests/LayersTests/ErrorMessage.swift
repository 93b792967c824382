import XCTest

extension XCTestCase {
  /// What an error says, for tests of messages.
  ///
  /// - Parameter work: throws it.
  func message(_ work: () throws -> Void) -> String {
    do {
      try work()
      return "no error"
    } catch { return "\(error)" }
  }
}
