import Course
import Foundation

/// What the measurements of experiments are made of.
enum Runs {
  /// What a function returns for each number below a count, in their order; several run at once.
  static func atOnce<Value: Sendable>(_ count: Int, _ function: @Sendable (Int) -> Value) -> [Value]
  {
    let results = UnsafeMutableBufferPointer<Value?>.allocate(capacity: count)
    results.initialize(repeating: nil)
    defer { results.deinitialize().deallocate() }
    nonisolated(unsafe) let places = results
    DispatchQueue.concurrentPerform(iterations: count) { places[$0] = function($0) }
    return results.compactMap { $0 }
  }

  /// The mean of some numbers, and their standard deviation.
  static func spread(_ numbers: [Double]) -> [Double] {
    let mean = numbers.reduce(0, +) / Double(numbers.count)
    let square = numbers.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    return [mean, (square / Double(numbers.count - 1)).squareRoot()]
  }

  /// A line of a measurement.
  static func measured(_ name: String, _ numbers: [Double], _ decimals: Int = 4) -> String {
    "\(name): " + numbers.map { fixed($0, decimals) }.joined(separator: " ")
  }
}
