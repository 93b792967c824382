import XCTest

@testable import Kernels

final class InstructionSetTests: XCTestCase {
  func test_theEnvironmentAsksForLessAndNeverGetsMore() {
    let all: [InstructionSet] = [.baseline, .avx2, .avx512]
    XCTAssertEqual(InstructionSet.chosen(from: all, asked: nil), .avx512)
    XCTAssertEqual(InstructionSet.chosen(from: all, asked: "avx2"), .avx2)
    XCTAssertEqual(InstructionSet.chosen(from: all, asked: "baseline"), .baseline)
    XCTAssertEqual(InstructionSet.chosen(from: all, asked: "mmx"), .avx512)
    XCTAssertEqual(InstructionSet.chosen(from: [.baseline], asked: "avx512"), .baseline)
    XCTAssertEqual(InstructionSet.chosen(from: [.baseline, .avx2], asked: "avx512"), .avx2)
  }

  func test_flagsAreThoseOfTheFirstProcessor() {
    let text = """
      processor\t: 0
      vendor_id\t: GenuineIntel
      flags\t\t: fpu avx2 fma
      bugs\t\t: spectre
      processor\t: 1
      flags\t\t: fpu
      """
    XCTAssertEqual(
      InstructionSet.flags(inProcessorInformation: text), ["fpu", "avx2", "fma"])
    XCTAssertEqual(InstructionSet.flags(inProcessorInformation: "processor\t: 0"), [])
  }

  #if arch(x86_64)
    func test_everyInstructionThatAModuleMayUseIsNeeded() {
      let forAVX2: [Substring] = ["avx2", "fma", "bmi1", "bmi2", "f16c", "abm", "movbe"]
      let forAVX512: [Substring] = ["avx512f", "avx512bw", "avx512cd", "avx512dq", "avx512vl"]
      XCTAssertEqual(InstructionSet.best(flags: []), .baseline)
      XCTAssertEqual(InstructionSet.best(flags: forAVX2), .avx2)
      XCTAssertEqual(InstructionSet.best(flags: forAVX2 + forAVX512), .avx512)
      XCTAssertEqual(InstructionSet.best(flags: forAVX512), .baseline)
      for missing in forAVX2 {
        XCTAssertEqual(
          InstructionSet.best(flags: (forAVX2 + forAVX512).filter { $0 != missing }), .baseline)
      }
      for missing in forAVX512 {
        XCTAssertEqual(
          InstructionSet.best(flags: (forAVX2 + forAVX512).filter { $0 != missing }), .avx2)
      }
    }
  #endif
}
