import ExerciseSupport
import LinearAlgebra

// How a page of the web edition calls the book's code. A page reserves memory for the numbers that
// it hands over, writes them there, calls a function with their count, is told how many numbers
// came back, and reads those. Every function of a widget is one from numbers to numbers, so it can be
// called natively in the same way, and the two can be compared.
//
// A page runs on one thread, so what it exchanges can stand in global variables.

/// The numbers that the page handed over.
private nonisolated(unsafe) var input = UnsafeMutableBufferPointer<Double>(start: nil, count: 0)

/// The numbers that came back from the last call.
private nonisolated(unsafe) var output = UnsafeMutableBufferPointer<Double>(start: nil, count: 0)

/// Why the last call has no numbers; empty where it has.
nonisolated(unsafe) var problem = ""

/// Memory for so many numbers, which the next call reads.
@_expose(wasm, "widget_input")
@_cdecl("widget_input")
public func widgetInput(_ count: Int32) -> UnsafeMutableRawPointer? {
  reserve(Int(count), in: &input)
  return UnsafeMutableRawPointer(input.baseAddress)
}

/// Where the numbers stand that came back.
@_expose(wasm, "widget_output")
@_cdecl("widget_output")
public func widgetOutput() -> UnsafeMutableRawPointer? {
  UnsafeMutableRawPointer(output.baseAddress)
}

/// The unwritten exercises that the last call met: `4.1 4.2`, as codes of UTF-8.
@_expose(wasm, "widget_unwritten")
@_cdecl("widget_unwritten")
public func widgetUnwritten() -> Int32 {
  var numbers = ""
  for exercise in unwrittenExercises {
    if !numbers.isEmpty { numbers += " " }
    numbers += exercise.number
  }
  return put(codes(of: numbers))
}

/// Why the last call has no numbers, as codes of UTF-8.
@_expose(wasm, "widget_problem")
@_cdecl("widget_problem")
public func widgetProblem() -> Int32 {
  put(codes(of: problem))
}

/// Calls a function with the numbers that the page handed over.
///
/// - Returns: how many numbers came back.
func answer(_ count: Int32, _ function: ([Double]) -> [Double]) -> Int32 {
  forgetUnwritten()
  problem = ""
  return put(function(Array(input.prefix(Int(count)))))
}

/// A text as numbers, which are all that a page and a widget exchange.
func codes(of text: String) -> [Double] {
  text.utf8.map { Double($0) }
}

private func put(_ numbers: [Double]) -> Int32 {
  reserve(numbers.count, in: &output)
  for (index, number) in numbers.enumerated() { output[index] = number }
  return Int32(numbers.count)
}

private func reserve(_ count: Int, in buffer: inout UnsafeMutableBufferPointer<Double>) {
  if count <= buffer.count { return }
  buffer.deallocate()
  buffer = .allocate(capacity: count)
}

/// Takes one matrix after the other, row by row, from the numbers that a page hands over.
struct Weights {
  private let numbers: [Double]
  private var start: Int
  /// How many numbers were taken.
  private(set) var count = 0

  /// - Parameter start: how many numbers stand before the weights.
  init(_ numbers: [Double], from start: Int) {
    (self.numbers, self.start) = (numbers, start)
  }

  mutating func next(_ rows: Int, _ columns: Int) -> Matrix {
    defer {
      start += rows * columns
      count += rows * columns
    }
    return Matrix(
      rows: rows, columns: columns, values: Array(numbers[start..<start + rows * columns]))
  }
}
