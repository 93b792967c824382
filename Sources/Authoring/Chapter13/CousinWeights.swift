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
    var bytes = WeightBytes()
    for list in numbers {
      let scale = WeightBytes.step(of: list)
      bytes.put(UInt16(list.count))
      bytes.put(scale)
      bytes.put(list, inStepsOf: scale)
    }
    return bytes.data
  }

  /// Nil where the file ends too soon.
  init?(file: Data) {
    var reader = WeightReader(file)
    var numbers: [[Double]] = []
    for _ in Self.kinds {
      guard let count = reader.take(UInt16.self), let scale = reader.takeFloat(),
        let list = reader.take(Int(count), inStepsOf: scale)
      else { return nil }
      numbers.append(list)
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
