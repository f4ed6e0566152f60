//! Pictures leave the site upright, in several sizes, and without a word on where and with what they were taken (I1, I5).

#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a test reads files and fails loudly"
)]

use std::collections::BTreeMap;
use std::fs;
use std::io::Cursor;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use image::{DynamicImage, ImageFormat, Rgb, RgbImage};

/// What must never be found in what is published.
const CANARY: &str = "CANARY-55.75N-37.61E-serial-0451";

/// A picture whose upper half is red and lower half blue.
fn photo(width: u32, height: u32) -> DynamicImage {
    RgbImage::from_fn(width, height, |_, y| if y < height / 2 { Rgb([220, 20, 20]) } else { Rgb([20, 20, 220]) }).into()
}

fn encoded(image: &DynamicImage, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    image.write_to(&mut bytes, format).unwrap();
    bytes.into_inner()
}

/// Returns EXIF with an orientation and the canary as the maker (TIFF 6.0, big endian).
fn exif(orientation: u16) -> Vec<u8> {
    let mut exif = b"MM\0*\0\0\0\x08\0\x02".to_vec();
    exif.extend([0x01, 0x0f, 0, 2, 0, 0, 0, CANARY.len() as u8 + 1, 0, 0, 0, 38]);
    exif.extend([0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation as u8, 0, 0]);
    exif.extend([0, 0, 0, 0]);
    exif.extend(CANARY.as_bytes());
    exif.push(0);
    exif
}

/// Returns a JPEG with all that cameras write: EXIF, XMP, a comment, a preview in JFIF, and a second picture after the end.
fn jpeg(image: &DynamicImage, orientation: u16) -> Vec<u8> {
    let plain = encoded(image, ImageFormat::Jpeg);
    let segment = |marker: u8, content: &[u8]| {
        let len = (content.len() + 2) as u16;
        [&[0xff, marker][..], &len.to_be_bytes(), content].concat()
    };
    let jfif = [b"JFIF\0\x01\x01\0\0\x48\0\x48\x01\x01".as_slice(), &[7, 7, 7]].concat();
    let mut bytes = vec![0xff, 0xd8];
    bytes.extend(segment(0xe0, &jfif));
    bytes.extend(segment(0xe1, &[b"Exif\0\0".as_slice(), &exif(orientation)].concat()));
    bytes.extend(segment(0xe1, format!("http://ns.adobe.com/xap/1.0/\0<x>{CANARY}</x>").as_bytes()));
    bytes.extend(segment(0xed, format!("Photoshop 3.0\0{CANARY}").as_bytes()));
    bytes.extend(segment(0xfe, CANARY.as_bytes()));
    bytes.extend(&plain[2..]);
    bytes.extend(CANARY.as_bytes());
    bytes.extend(&plain);
    bytes
}

fn png(image: &DynamicImage) -> Vec<u8> {
    let plain = encoded(image, ImageFormat::Png);
    let chunk = |kind: &[u8; 4], content: &[u8]| {
        let crc = crc(&[kind.as_slice(), content].concat());
        [&(content.len() as u32).to_be_bytes()[..], kind, content, &crc.to_be_bytes()].concat()
    };
    // Behind the header, which comes first.
    let mut bytes = plain[..33].to_vec();
    bytes.extend(chunk(b"tEXt", format!("Comment\0{CANARY}").as_bytes()));
    bytes.extend(chunk(b"eXIf", &exif(1)));
    bytes.extend(chunk(b"tIME", &[7, 0xe9, 2, 14, 12, 0, 0]));
    bytes.extend(&plain[33..]);
    bytes.extend(CANARY.as_bytes());
    bytes
}

/// CRC-32 as PNG has it (ISO/IEC 15948, D).
fn crc(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(!0_u32, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| if crc & 1 == 1 { 0xedb8_8320 ^ (crc >> 1) } else { crc >> 1 })
    })
}

fn webp(image: &DynamicImage, orientation: u16) -> Vec<u8> {
    let plain = encoded(image, ImageFormat::WebP);
    let chunk = |kind: &[u8; 4], content: &[u8]| {
        let padding = &[0_u8][..content.len() & 1];
        [kind.as_slice(), &(content.len() as u32).to_le_bytes(), content, padding].concat()
    };
    let less_one = |number: u32| (number - 1).to_le_bytes()[..3].to_vec();
    let header = [vec![0b0000_1100, 0, 0, 0], less_one(image.width()), less_one(image.height())].concat();
    let chunks = [
        chunk(b"VP8X", &header),
        plain[12..].to_vec(),
        chunk(b"EXIF", &exif(orientation)),
        chunk(b"XMP ", CANARY.as_bytes()),
    ]
    .concat();
    [b"RIFF".as_slice(), &(chunks.len() as u32 + 4).to_le_bytes(), b"WEBP", &chunks].concat()
}

struct Site {
    folder: tempfile::TempDir,
}

impl Site {
    fn new(pictures: &[(&str, Vec<u8>)]) -> Self {
        let site = Self { folder: tempfile::tempdir().unwrap() };
        site.write("dossier.yaml", b"title: Desk\nbase_url: https://example.org/\nlanguage: en\n");
        let body =
            pictures.iter().map(|(name, _)| format!("![what it shows]({name})")).collect::<Vec<_>>().join("\n\n");
        let first = pictures[0].0;
        let front = format!("title: A\ndate: 2025-02-14\nimage: {{file: {first}, alt: a field, credit: us}}");
        site.write("content/articles/a.md", format!("---\n{front}\n---\n{body}").as_bytes());
        for (name, bytes) in pictures {
            site.write(&format!("content/articles/{name}"), bytes);
        }
        site
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn write(&self, name: &str, bytes: &[u8]) {
        fs::create_dir_all(self.path(name).parent().unwrap()).unwrap();
        fs::write(self.path(name), bytes).unwrap();
    }

    fn build(&self) -> Output {
        Command::new(env!("CARGO_BIN_EXE_dossier")).arg("build").current_dir(self.folder.path()).output().unwrap()
    }

    /// Builds without a mistake and returns all files below `files/`, and the article's page.
    fn built(&self) -> (BTreeMap<String, Vec<u8>>, String) {
        let output = self.build();
        assert!(output.status.success(), "{}", said(&output));
        let files = fs::read_dir(self.path("public/files")).unwrap();
        let files = files.map(|entry| {
            let entry = entry.unwrap();
            (entry.file_name().into_string().unwrap(), fs::read(entry.path()).unwrap())
        });
        (files.collect(), fs::read_to_string(self.path("public/articles/a/index.html")).unwrap())
    }
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// Tells whether bytes hold a word of metadata.
fn tells(bytes: &[u8]) -> bool {
    ["CANARY", "Exif\0\0", "ns.adobe.com", "Photoshop", "tEXt", "eXIf", "tIME", "EXIF", "XMP "]
        .iter()
        .any(|word| bytes.windows(word.len()).any(|window| window == word.as_bytes()))
}

/// Wants red above blue.
fn upright(name: &str, bytes: &[u8]) -> (u32, u32) {
    let image = image::load_from_memory(bytes).unwrap_or_else(|error| panic!("{name}: {error}")).into_rgb8();
    let (width, height) = image.dimensions();
    let (above, below) = (image.get_pixel(width / 2, height / 8), image.get_pixel(width / 2, height * 7 / 8));
    assert!(above[0] > 150 && above[2] < 90 && below[2] > 150 && below[0] < 90, "{name}: {above:?} above {below:?}");
    (width, height)
}

#[test]
fn what_cameras_write_does_not_leave_the_site() {
    let site = Site::new(&[
        ("photo.jpg", jpeg(&photo(1000, 600), 1)),
        ("drawing.png", png(&photo(700, 500))),
        ("small.webp", webp(&photo(300, 200), 1)),
    ]);
    let (files, page) = site.built();
    assert_eq!(
        files.len(),
        5,
        "the large photo in two sizes, the drawing in two, the small one in its own: {:?}",
        files.keys()
    );
    for (name, bytes) in &files {
        assert!(!tells(bytes), "{name}");
        upright(name, bytes);
        assert!(page.contains(name.as_str()), "{name} is on the page");
    }
    for (_, bytes) in walk(&site.path("public")) {
        assert!(!bytes.windows(6).any(|window| window == b"CANARY"));
    }
    assert!(page.contains("width=\"1000\" height=\"600\""), "{page}");
    assert!(page.contains("480w, ../../files/"), "{page}");
}

#[test]
fn pictures_stand_upright() {
    // Lying photos, each to be turned so that red is above: 3 by half, 6 to the right, 8 to the left.
    let cases = [
        ("three.jpg", photo(400, 240).rotate180(), 3),
        ("six.jpg", photo(240, 400).rotate270(), 6),
        ("eight.jpg", photo(240, 400).rotate90(), 8),
    ];
    let site = Site::new(&cases.clone().map(|(name, image, turn)| (name, jpeg(&image, turn))));
    let (files, page) = site.built();
    for (name, bytes) in &files {
        assert!(!tells(bytes), "{name}");
        let (width, height) = upright(name, bytes);
        assert!(page.contains(&format!("width=\"{width}\" height=\"{height}\"")), "{name}: {page}");
    }
    let site = Site::new(&[("lying.webp", webp(&photo(240, 400).rotate270(), 6))]);
    let (files, _) = site.built();
    let (name, bytes) = files.iter().next().unwrap();
    assert!(name.ends_with(".png"), "{name} says what it is");
    assert_eq!(upright(name, bytes), (240, 400));
}

#[test]
fn pictures_are_made_once() {
    let site = Site::new(&[("photo.jpg", jpeg(&photo(1000, 600), 1))]);
    let (files, _) = site.built();
    let (again, _) = site.built();
    assert_eq!(files, again);
    // Another picture has another address; the old one is gone.
    site.write("content/articles/photo.jpg", &jpeg(&photo(900, 600), 1));
    let (changed, _) = site.built();
    assert!(changed.keys().all(|name| !files.contains_key(name)), "{:?}", changed.keys());
}

#[test]
fn what_cannot_be_cleaned_stops_the_build() {
    let whole = jpeg(&photo(200, 100), 1);
    let cut = whole[..whole.len() / 3].to_vec();
    let no_end: Vec<u8> = encoded(&photo(200, 100), ImageFormat::Png)[..60].to_vec();
    let cases = [
        ("moving.gif", b"GIF89a\x01\0\x01\0\0\0\0;".to_vec(), "it is no JPEG, PNG, WebP or SVG"),
        ("cut.jpg", cut, "it is damaged"),
        ("cut.png", no_end, "it is damaged"),
        ("film.jpg", b"\0\0\0\x18ftypheic".to_vec(), "it is no JPEG"),
    ];
    for (name, bytes, words) in cases {
        let site = Site::new(&[(name, bytes)]);
        let output = site.build();
        assert_eq!(output.status.code(), Some(1), "{name}: {}", said(&output));
        assert!(said(&output).contains("error[D080]") && said(&output).contains(words), "{name}: {}", said(&output));
        assert!(!site.path("public/index.html").exists(), "{name}: nothing is written");
    }
}

/// F6.
#[test]
fn drawings_in_svg_are_shown_as_pictures_alone() {
    let svg = "<?xml version=\"1.0\"?>\n<svg xmlns=\"http://www.w3.org/2000/svg\" onload=\"alert(1)\"><script>alert(2)</script></svg>";
    let site = Site::new(&[("map.svg", svg.as_bytes().to_vec())]);
    let (files, page) = site.built();
    assert_eq!(files.len(), 1);
    assert!(
        page.contains("<img src=\"../../files/map.") && !page.contains("<svg") && !page.contains("onload"),
        "{page}"
    );
}

fn walk(folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(walk(&path));
        } else {
            let bytes = fs::read(&path).unwrap();
            found.push((path, bytes));
        }
    }
    found
}
