//! What no Node function can reach: a native bootstrap that speaks the Runtime API over a plain socket and answers a
//! constant. The standard library only, so that it builds without a registry.
use std::env;
use std::io::{BufRead, BufReader, Error, ErrorKind, Read, Result, Write};
use std::net::TcpStream;

const API: &str = "/2018-06-01/runtime/invocation";
const ANSWER: &str =
    r#"{"statusCode":200,"headers":{"content-type":"application/json"},"body":"{\"displayName\":\"constant\"}"}"#;

fn main() -> Result<()> {
    let address = env::var("AWS_LAMBDA_RUNTIME_API").map_err(|error| Error::new(ErrorKind::NotFound, error))?;
    let mut writer = TcpStream::connect(&address)?;
    writer.set_nodelay(true)?;
    let mut reader = BufReader::new(writer.try_clone()?);
    loop {
        writer.write_all(format!("GET {API}/next HTTP/1.1\r\nHost: {address}\r\n\r\n").as_bytes())?;
        let id = receive(&mut reader)?.ok_or_else(|| Error::new(ErrorKind::InvalidData, "an invocation without an id"))?;
        let head = format!("POST {API}/{id}/response HTTP/1.1\r\nHost: {address}\r\nContent-Length: {}\r\n\r\n", ANSWER.len());
        writer.write_all((head + ANSWER).as_bytes())?;
        receive(&mut reader)?;
    }
}

/// Reads one whole response; the request id if it hands out an invocation.
fn receive(reader: &mut BufReader<TcpStream>) -> Result<Option<String>> {
    let (mut id, mut length) = (None, 0);
    loop {
        let mut line = String::new();
        if reader.read_line(&mut line)? == 0 {
            return Err(ErrorKind::UnexpectedEof.into());
        }
        let line = line.trim_end();
        if line.is_empty() {
            break;
        }
        if let Some((name, value)) = line.split_once(": ") {
            match name.to_ascii_lowercase().as_str() {
                "content-length" => length = value.parse().map_err(|error| Error::new(ErrorKind::InvalidData, error))?,
                "lambda-runtime-aws-request-id" => id = Some(value.to_owned()),
                _ => {}
            }
        }
    }
    reader.read_exact(&mut vec![0; length])?;
    Ok(id)
}
