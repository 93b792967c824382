import Course
import Foundation

/// A zip file whose entries are stored as they are, not compressed (PKWARE, APPNOTE.TXT). Equal
/// entries are equal archives: every entry has the same date.
struct ZipArchive {
  private var contents = Data()
  private var directory = Data()
  private var count: UInt16 = 0

  /// Adds a file.
  ///
  /// - Parameters:
  ///   - path: from the archive's root, with slashes.
  ///   - isExecutable: whether it can be run once it is unpacked.
  /// - Precondition: fewer than 65,536 files and less than 4 GB in all, which is far more than this
  ///   package has.
  mutating func add(_ path: String, _ data: Data, isExecutable: Bool = false) {
    let name = Data(path.utf8)
    var shared = Data()
    shared.append(UInt16(20))  // version 2.0 unpacks it
    shared.append(UInt16(1 << 11))  // the name is UTF-8
    shared.append(UInt16(0))  // stored
    shared.append(UInt16(0))  // midnight …
    shared.append(UInt16(1 << 5 | 1))  // … of 1 January 1980
    shared.append(crc32(data))
    shared.append(UInt32(data.count))
    shared.append(UInt32(data.count))
    shared.append(UInt16(name.count))
    shared.append(UInt16(0))  // nothing besides

    directory.append(UInt32(0x0201_4B50))
    directory.append(UInt16(3 << 8 | 20))  // made on Unix, so that the mode below counts
    directory.append(shared)
    directory.append(UInt16(0))  // no comment
    directory.append(UInt16(0))  // on the first disk
    directory.append(UInt16(0))
    directory.append(UInt32(isExecutable ? 0o100755 : 0o100644) << 16)
    directory.append(UInt32(contents.count))
    directory.append(name)

    contents.append(UInt32(0x0403_4B50))
    contents.append(shared)
    contents.append(name)
    contents.append(data)
    count += 1
  }

  /// The file's bytes.
  var data: Data {
    var end = Data()
    end.append(UInt32(0x0605_4B50))
    end.append(UInt32(0))  // on the first disk
    end.append(count)
    end.append(count)
    end.append(UInt32(directory.count))
    end.append(UInt32(contents.count))
    end.append(UInt16(0))  // no comment
    return contents + directory + end
  }
}

extension Data {
  /// Little-endian, as everything in a zip file.
  fileprivate mutating func append(_ number: some FixedWidthInteger) {
    Swift.withUnsafeBytes(of: number.littleEndian) { append(contentsOf: $0) }
  }
}

/// The cyclic redundancy check of zip files: the remainder by the polynomial 0xEDB88320, its bits
/// reversed (ISO 3309).
func crc32(_ data: Data) -> UInt32 {
  ~data.reduce(~0) { (remainder: UInt32, byte: UInt8) in
    crcTable[Int(UInt8(truncatingIfNeeded: remainder) ^ byte)] ^ remainder >> 8
  }
}

private let crcTable: [UInt32] = (0..<256).map { byte in
  (0..<8).reduce(UInt32(byte)) { remainder, _ in
    remainder & 1 == 1 ? remainder >> 1 ^ 0xEDB8_8320 : remainder >> 1
  }
}
