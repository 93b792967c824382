import Kernels
import XCTest

@testable import Layers

/// Compares the gradient of every parameter with a central difference of the loss.
///
/// - Parameters:
///   - parameters: moved up and down one at a time, and put back.
///   - what: said of a gradient that is wrong, behind its place.
///   - loss: with the parameters as they are.
func expectGradients(
  _ gradients: [Double], of parameters: Buffer<Double>, _ layout: ParameterLayout, _ what: String,
  file: StaticString, line: UInt, loss: () -> Double
) {
  let width = 1e-5
  for slot in layout.slots {
    for entry in slot.offset..<slot.offset + slot.count {
      let kept = parameters.values[entry]
      parameters.values[entry] = kept + width
      let above = loss()
      parameters.values[entry] = kept - width
      let below = loss()
      parameters.values[entry] = kept
      let numeric = (above - below) / (2 * width)
      let difference = abs(numeric - gradients[entry])
      XCTAssertLessThan(
        difference / max(abs(numeric), abs(gradients[entry]), 1e-3), 1e-6,
        "\(slot.name)[\(entry - slot.offset)]\(what)", file: file, line: line)
    }
  }
}
