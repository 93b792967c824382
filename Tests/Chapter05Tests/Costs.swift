import Backpropagation
import Foundation
import LSTMGates
import LinearAlgebra
import VanillaRNN
import XCTest

/// Time and memory of backpropagation against the sequence's length, as the chapter gives them.
/// Not a test: it asserts nothing, and runs only when asked:
///
///     LEARNLSTM_BENCHMARK=1 swift test --filter Costs
final class Costs: XCTestCase {
  func test_costs() throws {
    guard ProcessInfo.processInfo.environment["LEARNLSTM_BENCHMARK"] != nil else {
      throw XCTSkip("asks for no benchmark")
    }
    var generator = SeededGenerator(seed: 1)
    let (symbols, units) = (65, 64)
    let model = LSTMModel(
      cell: LSTMCell(inputSize: symbols, hiddenSize: units, using: &generator),
      output: OutputLayer(
        weights: generator.normal(units, symbols, 0.1), bias: Matrix(rows: 1, columns: symbols)))
    print("before: \(kilobytes("VmRSS")) kB")
    for length in [1_000, 3_000, 10_000] {
      let text = generator.targets(length + 1, below: symbols)
      let inputs = text.dropLast().map { symbol in
        build(rows: 1, columns: symbols) { $1 == symbol ? 1 : 0 }
      }
      let targets = text.dropFirst().map { [$0] }
      let start = LSTMState.zeros(batch: 1, hiddenSize: units)
      let forward = (0..<5).map { _ in
        seconds { _ = model.loss(inputs, targets: targets, from: start) }
      }
      let both = (0..<5).map { _ in
        seconds { _ = model.gradients(inputs, targets: targets, from: start) }
      }
      let windows = (0..<5).map { _ in
        seconds {
          _ = model.cell.truncatedGradients(
            inputs, from: start, hiddenGradients: inputs.map { _ in start.hidden }, window: 100)
        }
      }
      print(
        "\(length) steps: loss \(forward.min()!) s, loss and gradients \(both.min()!) s, "
          + "windows of 100 \(windows.min()!) s, peak of the process \(kilobytes("VmHWM")) kB")
    }
  }

  /// Seconds of processor time, which other programs on the machine do not lengthen.
  private func seconds(_ work: () -> Void) -> Double {
    let start = clock()
    work()
    return Double(clock() - start) / Double(CLOCKS_PER_SEC)
  }

  /// A number of /proc/self/status; 0 where there is no such file.
  private func kilobytes(_ name: String) -> Int {
    let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
    let line = status.split(separator: "\n").first { $0.hasPrefix(name + ":") }
    return line.flatMap { Int($0.filter(\.isNumber)) } ?? 0
  }
}
