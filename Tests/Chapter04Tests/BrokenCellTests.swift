import CourseTesting
import Foundation
import LSTMGates
import LinearAlgebra
import XCTest

/// Exercise 4.10: eight broken cells, by their states alone.
final class BrokenCellTests: ExerciseTestCase {
  /// Which fault each cell has.
  private static let key: [BrokenCell: CellFault] = [
    .a: .cellNotCarried, .b: .blend, .c: .windowWithoutTanh, .d: .gatesReadTheCell,
    .e: .candidateThroughSigmoid, .f: .hiddenOnTheBelt, .g: .windowBehind, .h: .gatesExchanged,
  ]

  /// The states of the unit worked by hand with a fault, or without: c1, h1, c2, h2, c3, h3.
  private func states(_ fault: CellFault?) -> [Double] {
    var state = LSTMState(hidden: [[0]], cell: [[0]])
    return handInputs.flatMap { input -> [Double] in
      if fault == .cellNotCarried { state.cell = [[0]] }
      state = referenceStep(handUnit, input, state, fault.map(variant) ?? Variant())
      return [state.cell[0, 0], state.hidden[0, 0]]
    }
  }

  private func variant(_ fault: CellFault) -> Variant {
    Variant {
      switch fault {
      case .gatesExchanged: $0.nextCell = { c, i, f, g, _ in i * c + f * g }
      case .candidateThroughSigmoid: $0.activations[2] = logistic
      case .blocksExchanged: $0.order = [0, 1, 3, 2]
      case .blend: $0.nextCell = { c, _, f, g, _ in f * c + (1 - f) * g }
      case .hiddenOnTheBelt: $0.keepsHiddenForCell = true
      case .windowBehind: $0.nextHidden = { old, _, o in o * Foundation.tanh(old) }
      case .windowWithoutTanh: $0.nextHidden = { _, c, o in o * c }
      case .gatesReadTheCell: $0.readsCellForGates = true
      case .beltSquashed: $0.nextCell = { c, i, f, g, _ in Foundation.tanh(f * c + i * g) }
      case .cellNotCarried: break
      }
    }
  }

  private static let places = ["c₁", "h₁", "c₂", "h₂", "c₃", "h₃"]

  /// The first state that speaks against a fault, in a sentence. What it would be is left to work
  /// out: that is the exercise.
  private func against(_ fault: CellFault, of cell: BrokenCell) -> String {
    let (page, claimed) = (states(Self.key[cell]), states(fault))
    guard let first = page.indices.first(where: { abs(page[$0] - claimed[$0]) > 6e-5 }) else {
      return "no state speaks against it"
    }
    let place = Self.places[first]
    return "\(place) speaks against it. Work out \(place) with that fault, and compare it with the "
      + "table"
  }

  private func expectFindings(_ cells: [BrokenCell], line: UInt = #line) {
    for cell in cells {
      let yours = fault(of: cell)
      expect(
        yours == Self.key[cell],
        orSay: "\(cell.rawValue) is not \(yours.rawValue): \(against(yours, of: cell))", line: line)
    }
  }

  func test_4_10_beltsThatAreWrongFromTheFirstStep() { expectFindings([.b, .e, .h]) }

  func test_4_10_beltsThatAreWrongFromTheSecondStep() { expectFindings([.a, .d, .f]) }

  func test_4_10_windows() { expectFindings([.c, .g]) }

  func test_4_10_statesOfThePage() {
    // Chapter 04's table, cell by cell; the right cell's states stand in the table before it.
    let right = states(nil)
    expect(
      right, "states of the unit worked by hand",
      equals: [0.7882, 0.3287, 0.6933, 0.1815, 0.6772, 0.0761], within: 6e-5)
    for cell in BrokenCell.allCases {
      let isOnce = CellFault.allCases.filter { states($0) == states(Self.key[cell]) }.count == 1
      expect(isOnce, orSay: "two faults give the states of \(cell.rawValue)")
    }
    expectFindings([.a, .b, .c, .d, .e, .f, .g, .h])
  }
}
