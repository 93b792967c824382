import Course
import Cousins
import Foundation
import LSTMGates
import Laboratory
import LinearAlgebra

/// The trained cells of chapter 13's live figure: every wiring without layer norm, and the GRU.
///
/// Of each its file has a count and a scale in single precision, and a whole number from −32,767 to
/// 32,767 for each number of its parameters, little-endian.
struct CousinWeights {
  /// Nil is the GRU, which stands last.
  static let kinds: [Wiring?] = wirings + [nil]

  private static let wirings: [Wiring] = [true, false].flatMap { inputGate in
    Keeping.allCases.filter { inputGate || $0 != .coupled }.flatMap { keeping in
      [true, false].flatMap { outputGate in
        [false, true].map { peepholes in
          Wiring(
            inputGate: inputGate, keeping: keeping, outputGate: outputGate, peepholes: peepholes)
        }
      }
    }
  }

  static let (path, seed) = ("\(Widget.folder)/cousins.bin", UInt64(1))

  /// For each kind all numbers of its parameters, matrix by matrix.
  let numbers: [[Double]]

  /// Trains them all; a minute.
  static func trained() -> CousinWeights {
    CousinWeights(
      numbers: kinds.map {
        CountingTask.Weights().use(
          $0, inputSize: Counting.symbols, hiddenSize: CountingTask.hiddenSize, seed: seed)
      })
  }

  init(numbers: [[Double]]) { self.numbers = numbers }

  static func book(in folder: PackageFolder) throws -> CousinWeights {
    guard let file = try folder.contents(path), let weights = CousinWeights(file: file) else {
      throw UserError("\(path) cannot be read; write it: course dev cousins --weights")
    }
    return weights
  }

  var file: Data {
    var data = Data()
    func put(_ number: some FixedWidthInteger) {
      withUnsafeBytes(of: number.littleEndian) { data.append(contentsOf: $0) }
    }
    for list in numbers {
      let scale = Float((list.map { abs($0) }.max() ?? 0) / 32_767)
      put(UInt16(list.count))
      put(scale.bitPattern)
      for number in list {
        put(Int16(max(-32_767, min(32_767, (number / Double(scale)).rounded()))))
      }
    }
    return data
  }

  /// Nil where the file ends too soon.
  init?(file: Data) {
    var rest = file[...]
    func take<Number: FixedWidthInteger>(_: Number.Type) -> Number? {
      guard rest.count >= MemoryLayout<Number>.size else { return nil }
      defer { rest = rest.dropFirst(MemoryLayout<Number>.size) }
      return rest.withUnsafeBytes { Number(littleEndian: $0.loadUnaligned(as: Number.self)) }
    }
    var numbers: [[Double]] = []
    for _ in Self.kinds {
      guard let count = take(UInt16.self), let bits = take(UInt32.self) else { return nil }
      let steps = (0..<count).compactMap { _ in take(Int16.self) }
      if steps.count < count { return nil }
      numbers.append(steps.map { Double($0) * Double(Float(bitPattern: bits)) })
    }
    self.init(numbers: numbers)
  }

  /// What each unit holds after each of some a's and as many b's: the cell states of a wiring, or
  /// the hidden states of the GRU.
  func states(of wiring: Wiring?, count: Int) -> [[Double]] {
    let kind = Self.kinds.firstIndex(of: wiring) ?? 0
    return Replay(numbers: numbers[kind], count: count).use(
      wiring, inputSize: Counting.symbols, hiddenSize: CountingTask.hiddenSize, seed: Self.seed)
  }
}

/// A trained model reads a string.
private struct Replay: CellUse {
  let numbers: [Double]
  let count: Int

  func use(_ cell: some RecurrentCell, _ generator: inout SeededGenerator) -> [[Double]] {
    let model = SymbolModel(cell, symbols: Counting.symbols, using: &generator)
    return Counting.states(of: model.filled(from: numbers), count: count).map {
      (cell is GRUCell ? $0.hidden : $0.cell).values
    }
  }
}
